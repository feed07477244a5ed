namespace DataMesh.Generators;

/// <summary>What a record says of its port's contract, as the ODCS document that the Sdk would write of it.</summary>
internal static class ContractOutline
{
    private static readonly string[] _levels = ["public", "internal", "confidential", "restricted"];
    private static readonly string[] _categories = ["personal", "special", "financial"];

    /// <summary>The document of a port.</summary>
    /// <param name="port">The port, <c>domain/product/port</c>.</param>
    /// <param name="version">The declared version.</param>
    /// <param name="model">The record.</param>
    public static YamlMapping Write(string port, string version, SchemaModel model)
    {
        string[] segments = port.Split('/');
        YamlMapping schema = new YamlMapping().Add("name", model.ContractName).Add("logicalType", "object").Add("physicalType", "table")
            .AddOptional("description", model.Description)
            .Add("properties", YamlSequence.Of(model.Columns.Select(Write)));
        return new YamlMapping().Add("apiVersion", "v3.1.0").Add("kind", "DataContract").Add("id", port).Add("name", segments[2])
            .Add("version", version).Add("status", "active").Add("domain", segments[0]).Add("schema", YamlSequence.Of([schema]));
    }

    /// <summary>The stored type of a column, as the Sdk spells it.</summary>
    public static string PhysicalType(ColumnModel column) => column.Type.PhysicalKind() switch
    {
        "Int32" => "int",
        "Int64" => "long",
        "Decimal" => FormattableString.Invariant($"decimal({column.Precision},{column.Scale})"),
        "Timestamp" => "timestamptz",
        var kind => kind.ToLowerInvariant(),
    };

    private static YamlMapping Write(ColumnModel column)
    {
        YamlMapping element = new YamlMapping().Add("name", column.Column).Add("logicalType", LogicalType(column)).Add("physicalType", PhysicalType(column))
            .AddOptional("description", column.Description)
            .Add("required", YamlScalar.Of(column.IsRequired));
        if (column.KeyPosition > 0)
            element.Add("primaryKey", YamlScalar.Of(true)).Add("primaryKeyPosition", column.KeyPosition);
        element.Add("classification", _levels[column.Classification ?? 1]);
        YamlMapping options = new(), custom = new();
        custom.AddOptional("unit", column.Unit);
        if (column.IsEventTime)
            custom.Add("eventTime", YamlScalar.Of(true));
        custom.AddOptional("categories", YamlSequence.Of(_categories.Where((_, i) => (column.Categories & (1 << i)) != 0)))
            .AddOptional("formerNames", YamlSequence.Of(column.FormerNames));
        new LimitWriter(column, options, custom).Write();
        element.AddOptional("logicalTypeOptions", options);
        if (column.Type == MemberType.List)
            element.Add("items", Write(column.Nested!.Children[0]));
        else if (column.Nested is { } nested)
            element.Add("properties", YamlSequence.Of(nested.Children.Select(Write)));
        return element.AddOptional(DocumentKeys.CustomProperties, YamlSequence.Of(custom.Entries.Select(e => new YamlMapping().Add("property", "datamesh." + e.Key).Add("value", e.Value))));
    }

    private static string LogicalType(ColumnModel column) => column.Type.PhysicalKind() switch
    {
        "Int32" or "Int64" => "integer",
        "Float" or "Double" or "Decimal" => "number",
        "Struct" or "Map" => "object",
        "List" => "array",
        "Boolean" or "Date" or "Time" or "Timestamp" => column.Type.PhysicalKind().ToLowerInvariant(),
        _ => "string",
    };

    // What fits into the options of the logical type is written there, the rest among our custom properties.
    private sealed class LimitWriter(ColumnModel column, YamlMapping options, YamlMapping custom)
    {
        private readonly string _logical = LogicalType(column);

        private string Kind => column.Type.PhysicalKind() switch
        {
            "Int32" or "Int64" => "integer",
            "Float" or "Double" => "float",
            var kind => kind.ToLowerInvariant(),
        };

        public void Write()
        {
            ConstraintModel limits = column.Constraints;
            WriteBound(limits.ExclusiveMinimum ? "exclusiveMinimum" : "minimum", limits.Minimum);
            WriteBound(limits.ExclusiveMaximum ? "exclusiveMaximum" : "maximum", limits.Maximum);
            YamlMapping text = _logical == "string" ? options : custom;
            if (limits.MinimumLength is { } least)
                text.Add("minLength", least);
            if (limits.MaximumLength is { } most)
                text.Add("maxLength", most);
            text.AddOptional("pattern", limits.Pattern);
            custom.AddOptional("allowedValues", new YamlSequence(limits.AllowedValues.Select(Spell)));
        }

        private void WriteBound(string key, ScalarModel? bound)
        {
            if (bound is null)
                return;
            bool fits = IsNative(bound) && _logical is not ("string" or "boolean");
            (fits ? options : custom).Add(key, fits ? Native(bound) : Typed(bound));
        }

        private YamlNode Spell(ScalarModel value) => IsNative(value) ? Native(value) : Typed(value);

        private bool IsNative(ScalarModel value) => value.Kind == Kind || (value.Kind == "integer" && _logical is "integer" or "number");

        private static YamlScalar Native(ScalarModel value) => value.Kind switch
        {
            "float" => YamlScalar.Number(value.Text.IndexOfAny(['.', 'E']) >= 0 ? value.Text : value.Text + ".0"),
            "integer" or "decimal" or "boolean" => YamlScalar.Number(value.Text),
            _ => YamlScalar.Of(value.Text),
        };

        private static YamlMapping Typed(ScalarModel value) => new YamlMapping().Add("kind", value.Kind).Add("value", value.Text);
    }
}
