namespace DataMesh;

/// <summary>The stored form of a policy document. Reading is strict: whatever this version does not know makes the document unreadable, which denies.</summary>
internal static class PolicyDocumentYaml
{
    private const string Format = "datamesh-policy";
    private const int FormatVersion = 2;

    /// <summary>The document of a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="withOrigins">False leaves out where things are written, to compare what they say.</param>
    public static YamlMapping Write(PolicyDocument policy, bool withOrigins = true) => new YamlMapping()
        .Add("format", Format).Add("formatVersion", FormatVersion)
        .Add("epoch", policy.Epoch).Add("product", policy.Product.ToString())
        .AddOptional("stewards", RecipientsYaml.WriteTo(new YamlMapping(), policy.Stewards))
        .AddOptional("purposes", YamlSequence.Of(policy.Purposes.Select(WritePurpose)))
        .Add("ports", YamlSequence.Of(policy.Ports.Select(p => PortPolicyYaml.Write(p, withOrigins))));

    /// <summary>Reads a policy.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the place.</exception>
    public static PolicyDocument Read(YamlMapping root)
    {
        FormatHeader.Check(root, Format, FormatVersion);
        bool isFirst = root.GetCount("formatVersion") == 1;
        if (isFirst)
            PolicyNode.Check(root, "format", "formatVersion", "epoch", "product", "ports");
        else
            PolicyNode.Check(root, "format", "formatVersion", "epoch", "product", "stewards", "purposes", "ports");
        return new PolicyDocument
        {
            Epoch = root.GetCount("epoch"),
            Product = root.GetValue<ProductId>("product"),
            Stewards = root.FindMapping("stewards") is { } stewards ? ReadStewards(stewards) : Recipients.Nobody,
            Purposes = ReadPurposes(root),
            Ports = ReadPorts(root, isFirst ? PortPolicyYaml.ReadFirst : PortPolicyYaml.Read),
        };
    }

    private static List<PortPolicy> ReadPorts(YamlMapping root, Func<YamlMapping, PortPolicy> read)
    {
        List<PortPolicy> ports = [];
        HashSet<(string, int)> keys = [];
        foreach (YamlMapping item in root.GetMappings("ports"))
        {
            PortPolicy port = read(item);
            if (!keys.Add((port.Port, port.Major)))
                throw item.Error($"the port '{port.Port}' of major version {port.Major} appears twice.");
            ports.Add(port);
        }
        return ports;
    }

    private static Recipients ReadStewards(YamlMapping stewards)
    {
        PolicyNode.Check(stewards, "domains", "roles", "users", "products", "when");
        return RecipientsYaml.Read(stewards);
    }

    private static YamlMapping WritePurpose(PurposeDefinition purpose) => new YamlMapping()
        .Add("purpose", purpose.Purpose.ToString())
        .AddOptional("under", purpose.Parent.IsNone ? null : purpose.Parent.ToString())
        .AddOptional("description", purpose.Description);

    private static List<PurposeDefinition> ReadPurposes(YamlMapping root)
    {
        List<PurposeDefinition> purposes = [];
        foreach (YamlMapping item in root.GetMappings("purposes"))
        {
            PolicyNode.Check(item, "purpose", "under", "description");
            purposes.Add(new PurposeDefinition
            {
                Purpose = item.GetValue<Purpose>("purpose"),
                Parent = item.FindScalar("under")?.Parse<Purpose>("purpose") ?? default,
                Description = item.FindText("description"),
            });
        }
        return PurposeRules.FindProblem(purposes) is { } problem ? throw root.Error(problem) : purposes;
    }
}
