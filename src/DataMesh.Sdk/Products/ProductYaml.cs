namespace DataMesh;

/// <summary>A descriptor as a Bitol ODPS 1.0.0 document.</summary>
internal static class ProductYaml
{
    private const string ApiVersion = "v1.0.0";
    private const string Kind = "DataProduct";
    private const string AnyVersion = "latest";

    /// <summary>The document of a descriptor.</summary>
    public static YamlMapping Write(DataProductDescriptor descriptor)
    {
        YamlMapping root = new();
        root.Add("apiVersion", ApiVersion).Add("kind", Kind)
            .Add("id", descriptor.Id.ToString()).Add("name", descriptor.Name.Product).Add("domain", descriptor.Name.Domain.ToString())
            .Add("status", EnumText.Spell(descriptor.Status));
        if (descriptor.Description is { } description)
            root.Add("description", new YamlMapping().Add("purpose", description));
        root.AddOptional("tags", YamlSequence.Of(descriptor.Tags))
            .AddOptional("inputPorts", YamlSequence.Of(descriptor.InputPorts.Select(WriteInput)))
            .AddOptional("outputPorts", YamlSequence.Of(descriptor.OutputPorts.Select(p => WriteOutput(descriptor.Name, p))));
        TeamDocument.Write(root, descriptor.Owner);
        CustomProperties custom = new();
        custom.Values.Add("archetype", EnumText.Spell(descriptor.Archetype));
        custom.WriteTo(root);
        return root;
    }

    /// <summary>Reads a descriptor. Keys that it has no place for are left out.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the place.</exception>
    public static DataProductDescriptor Read(YamlMapping root)
    {
        if (root.GetText("kind") != Kind)
            throw root.GetScalar("kind").Error($"'{Kind}' is expected.");
        if (!root.GetText("apiVersion").StartsWith("v1.", StringComparison.Ordinal))
            throw root.GetScalar("apiVersion").Error("only version 1 of the Open Data Product Standard can be read.", DataMeshErrorKind.IncompatibleVersion);
        return new DataProductDescriptor
        {
            Id = root.GetValue<ProductId>("id"),
            Name = ReadName(root),
            Status = root.GetScalar("status").ParseEnum<LifecycleStatus>("status"),
            Description = root.FindMapping("description")?.FindText("purpose"),
            Owner = TeamDocument.Read(root),
            Tags = root.GetTexts("tags"),
            Archetype = CustomProperties.Of(root).Values.GetScalar("archetype").ParseEnum<ProductArchetype>("archetype"),
            InputPorts = [.. root.GetMappings("inputPorts").Select(ReadInput)],
            OutputPorts = [.. root.GetMappings("outputPorts").Select(ReadOutput)],
        };
    }

    private static ProductName ReadName(YamlMapping root)
    {
        YamlScalar name = root.GetScalar("name");
        return ProductName.TryParse($"{root.GetValue<DomainName>("domain")}/{name.Text}", null, out ProductName product) ? product
            : throw name.Error($"{name.Quoted} is not a product name.");
    }

    private static YamlMapping WriteInput(InputPortDescriptor input)
    {
        YamlMapping element = new();
        element.Add("name", input.Name).Add("version", input.Source.Major?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? AnyVersion)
            .Add("contractId", input.Source.Port.ToString());
        CustomProperties custom = new();
        custom.Values.Add("source", input.Source.ToString());
        if (!input.Purpose.IsNone)
            custom.Values.Add("purpose", input.Purpose.ToString());
        custom.Values.AddOptional("columns", YamlSequence.Of(input.Columns));
        custom.WriteTo(element);
        return element;
    }

    private static InputPortDescriptor ReadInput(YamlMapping element)
    {
        YamlMapping custom = CustomProperties.Of(element).Values;
        return new InputPortDescriptor
        {
            Name = element.GetText("name"),
            Source = custom.GetValue<PortReference>("source"),
            Purpose = custom.FindScalar("purpose")?.Parse<Purpose>("purpose") ?? default,
            Columns = custom.GetTexts("columns"),
        };
    }

    private static YamlMapping WriteOutput(ProductName product, OutputPortDescriptor output)
    {
        YamlMapping element = new();
        element.Add("name", output.Name).AddOptional("description", output.Description).Add("type", "tables")
            .Add("version", output.Version.ToString()).Add("contractId", new PortName(product, output.Name).ToString());
        CustomProperties custom = new();
        custom.Values.Add("tablePath", output.TablePath).Add("format", output.Format);
        if (output.Status != LifecycleStatus.Active)
            custom.Values.Add("status", EnumText.Spell(output.Status));
        custom.WriteTo(element);
        return element;
    }

    private static OutputPortDescriptor ReadOutput(YamlMapping element)
    {
        YamlMapping custom = CustomProperties.Of(element).Values;
        return new OutputPortDescriptor
        {
            Name = element.GetText("name"),
            Version = element.GetValue<SemanticVersion>("version"),
            Status = custom.FindScalar("status")?.ParseEnum<LifecycleStatus>("status") ?? LifecycleStatus.Active,
            Description = element.FindText("description"),
            TablePath = custom.GetText("tablePath"),
            Format = custom.GetText("format"),
        };
    }
}
