namespace DataMesh;

/// <summary>The stored form of a policy document. Reading is strict: whatever this version does not know makes the document unreadable, which denies.</summary>
internal static class PolicyDocumentYaml
{
    private const string Format = "datamesh-policy";
    private const int FormatVersion = 1;

    /// <summary>The document of a policy.</summary>
    public static YamlMapping Write(PolicyDocument policy) => new YamlMapping()
        .Add("format", Format).Add("formatVersion", FormatVersion)
        .Add("epoch", policy.Epoch).Add("product", policy.Product.ToString())
        .Add("ports", YamlSequence.Of(policy.Ports.Select(WritePort)));

    /// <summary>One port of a policy.</summary>
    public static YamlMapping WritePort(PortPolicy port) => new YamlMapping()
        .Add("port", port.Port).Add("major", port.Major)
        .Add("grants", YamlSequence.Of(port.Grants.Select(WriteGrant)))
        .AddOptional("columns", YamlSequence.Of(port.Columns.Select(WriteColumn)));

    /// <summary>Reads a policy.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the place.</exception>
    public static PolicyDocument Read(YamlMapping root)
    {
        FormatHeader.Check(root, Format, FormatVersion);
        root.RefuseUnknownKeys("format", "formatVersion", "epoch", "product", "ports");
        List<PortPolicy> ports = [];
        HashSet<(string, int)> keys = [];
        foreach (YamlMapping item in root.GetMappings("ports"))
        {
            PortPolicy port = ReadPort(item);
            if (!keys.Add((port.Port, port.Major)))
                throw item.Error($"the port '{port.Port}' of major version {port.Major} appears twice.");
            ports.Add(port);
        }
        return new PolicyDocument { Epoch = root.GetCount("epoch"), Product = root.GetValue<ProductId>("product"), Ports = ports };
    }

    /// <summary>The level that counts: personal data is at least confidential, whatever is declared.</summary>
    public static Classification EffectiveLevel(Classification declared, Category categories) =>
        (categories & (Category.Personal | Category.Special)) != 0 && declared < Classification.Confidential ? Classification.Confidential : declared;

    private static PortPolicy ReadPort(YamlMapping port)
    {
        port.RefuseUnknownKeys("port", "major", "grants", "columns");
        PortPolicy policy = new()
        {
            Port = port.GetText("port"),
            Major = port.FindSmallCount("major") ?? throw port.Error("'major' is missing."),
            Grants = [.. port.GetMappings("grants").Select(ReadGrant)],
            Columns = [.. port.GetMappings("columns").Select(ReadColumn)],
        };
        if (policy.Grants.DistinctBy(g => g.Name, StringComparer.Ordinal).Count() < policy.Grants.Count)
            throw port.Error("two grants have the same name.");
        return policy.Columns.DistinctBy(c => c.FieldId).Count() == policy.Columns.Count ? policy : throw port.Error("a column is classified twice.");
    }

    private static YamlMapping WriteGrant(Grant grant) => new YamlMapping()
        .Add("name", grant.Name)
        .AddOptional("domains", YamlSequence.Of(grant.To.Domains.Select(d => d.ToString())))
        .AddOptional("roles", YamlSequence.Of(grant.To.Roles))
        .AddOptional("purposes", YamlSequence.Of(grant.Purposes.Select(p => p.ToString())));

    private static Grant ReadGrant(YamlMapping grant)
    {
        grant.RefuseUnknownKeys("name", "domains", "roles", "purposes");
        return new Grant
        {
            Name = grant.GetText("name"),
            To = new Recipients { Domains = [.. grant.GetScalars("domains").Select(d => d.Parse<DomainName>("domain name"))], Roles = grant.GetTexts("roles") },
            Purposes = ReadPurposes(grant),
        };
    }

    // An absent list means any purpose; a list without entries is somebody's mistake and must not open the port for all of them.
    private static Purpose[] ReadPurposes(YamlMapping grant)
    {
        Purpose[] purposes = [.. grant.GetScalars("purposes").Select(p => p.Parse<Purpose>("purpose"))];
        return purposes.Length > 0 || grant.Entries.All(e => e.Key != "purposes") ? purposes
            : throw grant.Error("'purposes' is empty. List the purposes, or leave the key out to give the grant for any purpose.");
    }

    private static YamlMapping WriteColumn(ColumnClassification column) => new YamlMapping()
        .Add("field", column.FieldId).Add("name", column.Name).Add("level", EnumText.Spell(column.Level))
        .AddOptional("categories", CategoryText.Write(column.Categories));

    private static ColumnClassification ReadColumn(YamlMapping column)
    {
        column.RefuseUnknownKeys("field", "name", "level", "categories");
        Category categories = CategoryText.Read(column.GetScalars("categories"));
        return new ColumnClassification
        {
            FieldId = column.FindSmallCount("field") ?? throw column.Error("'field' is missing."),
            Name = column.GetText("name"),
            Level = EffectiveLevel(column.GetScalar("level").ParseEnum<Classification>("classification"), categories),
            Categories = categories,
        };
    }
}
