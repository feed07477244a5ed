namespace DataMesh;

/// <summary>A column as a property of an ODCS schema; a struct has <c>properties</c>, a list <c>items</c>, a map the properties <c>key</c> and <c>value</c>.</summary>
internal static class PropertyDocument
{
    private const string Options = "logicalTypeOptions";
    private const string Items = "items";
    private const string Properties = "properties";

    /// <summary>The property of a column.</summary>
    /// <param name="property">The column.</param>
    /// <param name="partitionPosition">The one-based place among the partition columns; 0 for none.</param>
    /// <param name="quality">The rules about the rows it is a column of.</param>
    public static YamlMapping Write(SchemaProperty property, int partitionPosition, IReadOnlyList<QualityRule> quality)
    {
        YamlMapping element = new();
        element.Add("name", property.Name)
            .Add("logicalType", EnumText.Spell(property.Type.LogicalType)).Add("physicalType", property.Type.IsNested ? EnumText.Spell(property.Type.Kind) : property.Type.ToString())
            .AddOptional("description", property.Description)
            .Add("required", YamlScalar.Of(property.Required));
        if (property.KeyPosition is int key)
            element.Add("primaryKey", YamlScalar.Of(true)).Add("primaryKeyPosition", key);
        if (partitionPosition > 0)
            element.Add("partitioned", YamlScalar.Of(true)).Add("partitionKeyPosition", partitionPosition);
        element.Add("classification", EnumText.Spell(property.Classification));
        CustomProperties custom = new();
        custom.Values.AddOptional("unit", property.Unit);
        if (property.IsEventTime)
            custom.Values.Add("eventTime", YamlScalar.Of(true));
        custom.Values.AddOptional("categories", CategoryText.Write(property.Categories))
            .AddOptional("formerNames", YamlSequence.Of(property.FormerNames));
        YamlMapping options = new();
        new ConstraintDocument(property.Type, options, custom.Values).Write(property.Constraints);
        element.AddOptional(Options, options);
        if (property.Type.Kind == PhysicalTypeKind.List)
            element.Add(Items, Write(property.Type.Children[0], 0, []));
        else
            element.AddOptional(Properties, YamlSequence.Of(property.Type.Children.Select(c => Write(c, 0, []))));
        element.AddOptional(QualityYaml.Key, QualityYaml.Write(quality, property));
        custom.WriteTo(element);
        return element;
    }

    /// <summary>Reads a column.</summary>
    public static SchemaProperty Read(YamlMapping element)
    {
        PhysicalType type = ReadType(element);
        CustomProperties custom = CustomProperties.Of(element);
        int? position = element.FindSmallCount("primaryKeyPosition");
        return new SchemaProperty
        {
            Name = element.GetText("name"),
            Type = type,
            Description = element.FindText("description"),
            Required = element.GetFlag("required"),
            KeyPosition = element.GetFlag("primaryKey") ? position ?? throw element.Error("'primaryKeyPosition' is missing.") : null,
            Classification = element.FindScalar("classification")?.ParseEnum<Classification>("classification") ?? Classification.Internal,
            Unit = custom.Values.FindText("unit"),
            IsEventTime = custom.Values.GetFlag("eventTime"),
            Categories = CategoryText.Read(custom.Values.GetScalars("categories")),
            FormerNames = custom.Values.GetTexts("formerNames"),
            Constraints = new ConstraintDocument(type, element.FindMapping(Options) ?? new YamlMapping(element.Mark), custom.Values).Read(),
        };
    }

    private static PhysicalType ReadType(YamlMapping element)
    {
        YamlScalar spelled = element.GetScalar("physicalType");
        if (!EnumText.TryParse(spelled.Text, out PhysicalTypeKind kind) || kind < PhysicalTypeKind.Struct)
            return element.GetValue<PhysicalType>("physicalType");
        SchemaProperty[] children = kind == PhysicalTypeKind.List ? [Read(element.GetMapping(Items))] : [.. element.GetMappings(Properties).Select(Read)];
        return kind switch
        {
            PhysicalTypeKind.List => PhysicalType.List(children[0]),
            PhysicalTypeKind.Map => children is [{ Name: "key" } key, { Name: "value" } value] ? PhysicalType.Map(key, value) : throw spelled.Error("a map has the properties 'key' and 'value', in this order."),
            _ => children.Length > 0 && children.DistinctBy(c => c.Name, StringComparer.Ordinal).Count() == children.Length
                ? PhysicalType.Struct(children) : throw spelled.Error("a struct has at least one property, and no two of one name."),
        };
    }
}
