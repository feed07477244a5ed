using System.Globalization;

namespace DataMesh;

/// <summary>A contract as an ODCS 3.1.0 document.</summary>
internal static class ContractYaml
{
    private const string ApiVersion = "v3.1.0";
    private const string Kind = "DataContract";

    /// <summary>The document of a contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="tableFormat">The table format's name, for the servers entry; null for none.</param>
    public static YamlMapping Write(DataContract contract, string? tableFormat)
    {
        YamlMapping root = new();
        root.Add("apiVersion", ApiVersion).Add("kind", Kind)
            .Add("id", contract.Port.ToString()).Add("name", contract.Port.Port)
            .Add("version", contract.Version.ToString()).Add("status", EnumText.Spell(contract.Status))
            .Add("domain", contract.Port.Product.Domain.ToString());
        if (contract.Description is { } description)
            root.Add("description", new YamlMapping().Add("purpose", description));
        root.AddOptional("tags", YamlSequence.Of(contract.Tags));
        if (tableFormat is not null)
            root.Add("servers", YamlSequence.Of([WriteServer(contract, tableFormat)]));
        root.Add("schema", YamlSequence.Of([WriteSchema(contract)]));
        TeamDocument.Write(root, contract.Owner);
        root.AddOptional(ServiceLevelYaml.Key, ServiceLevelYaml.Write(contract));
        WriteCustom(contract).WriteTo(root);
        if (contract.Supplement is { } supplement)
            ContractSupplement.Apply(root, supplement);
        return root;
    }

    /// <summary>Reads a contract. Sections that it has no property for are its supplement; what stands so in other places is left out.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the place.</exception>
    public static DataContract Read(YamlMapping root)
    {
        RefuseOtherStandards(root);
        CustomProperties custom = CustomProperties.Of(root);
        if (root.GetMappings("schema") is not [YamlMapping schema])
            throw root.Error("a contract of a port has exactly one schema.");
        SchemaObject read = ReadSchema(schema);
        DataContract contract = new()
        {
            Port = root.GetValue<PortName>("id"),
            Version = root.GetValue<SemanticVersion>("version"),
            Status = root.GetScalar("status").ParseEnum<LifecycleStatus>("status"),
            Deprecation = DeprecationYaml.Read(root, custom.Values),
            Description = root.FindMapping("description")?.FindText("purpose"),
            Owner = TeamDocument.Read(root),
            Tags = root.GetTexts("tags"),
            Schema = read,
            Mode = custom.Values.GetScalar("mode").ParseEnum<PublishMode>("publish mode"),
            Partitioning = [.. custom.Values.GetMappings("partitioning").Select(ReadPartitionField)],
            SortOrder = [.. custom.Values.GetMappings("sortOrder").Select(f => new SortField { Column = f.GetText("column"), Descending = f.FindText("direction") == "descending" })],
            Promise = ServiceLevelYaml.Read(root),
            Quality = [.. QualityYaml.Read(schema, column: null), .. schema.GetMappings("properties").Zip(read.Properties, QualityYaml.Read).SelectMany(r => r)],
            QuarantineLimit = custom.Values.FindScalar("quarantineLimit")?.Parse<decimal>("share") ?? QualityYaml.DefaultQuarantineLimit,
        };
        return contract with { Supplement = ContractSupplement.Find(root, contract) };
    }

    private static void RefuseOtherStandards(YamlMapping root)
    {
        if (root.GetText("kind") != Kind)
            throw root.GetScalar("kind").Error($"'{Kind}' is expected.");
        if (!root.GetText("apiVersion").StartsWith("v3.", StringComparison.Ordinal))
            throw root.GetScalar("apiVersion").Error("only version 3 of the Open Data Contract Standard can be read.", DataMeshErrorKind.IncompatibleVersion);
    }

    // The exact folder is chosen when the table is created and stands in the descriptor: a contract must not change when a table does.
    private static YamlMapping WriteServer(DataContract contract, string tableFormat) => new YamlMapping()
        .Add("server", "mesh").Add("type", "local")
        .Add("description", "Relative to the mesh root. The product's descriptor names the exact folder.")
        .Add("path", MeshLayout.TablePattern(contract.Port, contract.Version.Major))
        .Add("format", tableFormat);

    private static YamlMapping WriteSchema(DataContract contract)
    {
        SchemaObject schema = contract.Schema;
        List<string> partitionColumns = [.. contract.Partitioning.Select(p => p.Column).Distinct(StringComparer.Ordinal)];
        return new YamlMapping().Add("name", schema.Name).Add("logicalType", "object").Add("physicalType", "table")
            .AddOptional("description", schema.Description)
            .Add("properties", YamlSequence.Of(schema.Properties.Select(p => PropertyDocument.Write(p, partitionColumns.IndexOf(p.Name) + 1, contract.Quality))))
            .AddOptional(QualityYaml.Key, QualityYaml.Write(contract.Quality, column: null));
    }

    private static SchemaObject ReadSchema(YamlMapping schema)
    {
        List<SchemaProperty> properties = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (YamlMapping item in schema.GetMappings("properties"))
        {
            SchemaProperty property = PropertyDocument.Read(item);
            if (!names.Add(property.Name))
                throw item.Error($"the property '{property.Name}' appears twice.");
            properties.Add(property);
        }
        return new SchemaObject { Name = schema.GetText("name"), Description = schema.FindText("description"), Properties = properties };
    }

    private static CustomProperties WriteCustom(DataContract contract)
    {
        CustomProperties custom = new();
        custom.Values.Add("mode", EnumText.Spell(contract.Mode));
        custom.Values.AddOptional("partitioning", YamlSequence.Of(contract.Partitioning.Select(
            p => new YamlMapping().Add("column", p.Column).Add("transform", p.Transform.ToString()))));
        custom.Values.AddOptional("sortOrder", YamlSequence.Of(contract.SortOrder.Select(
            f => new YamlMapping().Add("column", f.Column).Add("direction", f.Descending ? "descending" : "ascending"))));
        if (contract.QuarantineLimit != QualityYaml.DefaultQuarantineLimit)
            custom.Values.Add("quarantineLimit", YamlScalar.Number(contract.QuarantineLimit.ToString("0.############################", CultureInfo.InvariantCulture)));
        custom.Values.AddOptional(DeprecationYaml.Key, DeprecationYaml.Write(contract.Deprecation));
        return custom;
    }

    private static PartitionField ReadPartitionField(YamlMapping field)
    {
        YamlScalar transform = field.GetScalar("transform");
        try
        {
            return new PartitionField { Column = field.GetText("column"), Transform = PartitionTransform.Parse(transform.Text) };
        }
        catch (FormatException)
        {
            throw transform.Error($"{transform.Quoted} is not a partition transform.");
        }
    }
}
