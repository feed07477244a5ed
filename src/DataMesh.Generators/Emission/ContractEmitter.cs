using System.Globalization;

namespace DataMesh.Generators;

/// <summary>Writes the contract: the SchemaObject of a record.</summary>
internal static class ContractEmitter
{
    private static readonly string[] s_levels = ["Public", "Internal", "Confidential", "Restricted"];

    public static void Emit(SourceWriter writer, SchemaModel model, string accessibility)
    {
        writer.Open($"{accessibility} static class {model.HelperPrefix}Contract");
        writer.Open("internal static readonly global::DataMesh.SchemaObject Schema = new()");
        writer.Line($"Name = {SchemaEmitter.Literal(model.ContractName)},");
        if (model.Description is { } description)
            writer.Line($"Description = {SchemaEmitter.Literal(description)},");
        writer.Open("Properties = new global::DataMesh.SchemaProperty[]");
        foreach (ColumnModel column in model.Columns)
            EmitColumn(writer, column, "new()", ",");
        writer.Close(",");
        writer.Close(";");
        writer.Close();
    }

    private static void EmitColumn(SourceWriter writer, ColumnModel column, string creation, string end)
    {
        writer.Open(creation);
        writer.Line($"Name = {SchemaEmitter.Literal(column.Column)},");
        EmitType(writer, column);
        if (column.IsRequired)
            writer.Line("Required = true,");
        if (column.Description is { } description)
            writer.Line($"Description = {SchemaEmitter.Literal(description)},");
        if (column.Unit is { } unit)
            writer.Line($"Unit = {SchemaEmitter.Literal(unit)},");
        if (column.KeyPosition > 0)
            writer.Line($"KeyPosition = {Number(column.KeyPosition)},");
        if (column.IsEventTime)
            writer.Line("IsEventTime = true,");
        EmitClassification(writer, column);
        if (column.FormerNames.Count > 0)
            writer.Line($"FormerNames = new string[] {{ {string.Join(", ", column.FormerNames.Select(SchemaEmitter.Literal))} }},");
        if (column.Constraints != new ConstraintModel())
            EmitConstraints(writer, column.Constraints);
        writer.Close(end);
    }

    private static void EmitType(SourceWriter writer, ColumnModel column)
    {
        switch (column.Type)
        {
            case MemberType.Struct:
                writer.Open("Type = global::DataMesh.PhysicalType.Struct(new global::DataMesh.SchemaProperty[]");
                foreach (ColumnModel child in column.Nested!.Children)
                    EmitColumn(writer, child, "new()", ",");
                writer.Close("),");
                break;
            case MemberType.List or MemberType.Map:
                writer.Line($"Type = global::DataMesh.PhysicalType.{column.Type}(");
                foreach ((int i, ColumnModel child) in column.Nested!.Children.Select((c, i) => (i, c)))
                    EmitColumn(writer, child, "new global::DataMesh.SchemaProperty()", i + 1 < column.Nested.Children.Count ? "," : "),");
                break;
            default:
                writer.Line($"Type = global::DataMesh.PhysicalType.{PhysicalType(column)},");
                break;
        }
    }

    private static void EmitClassification(SourceWriter writer, ColumnModel column)
    {
        if (column.Classification is { } level)
            writer.Line($"Classification = global::DataMesh.Classification.{s_levels[level]},");
        if (column.Categories != 0)
            writer.Line($"Categories = {string.Join(" | ", CategoryNames(column.Categories).Select(c => $"global::DataMesh.Category.{c}"))},");
    }

    private static IEnumerable<string> CategoryNames(int categories)
    {
        if ((categories & 1) != 0)
            yield return "Personal";
        if ((categories & 2) != 0)
            yield return "Special";
        if ((categories & 4) != 0)
            yield return "Financial";
    }

    private static void EmitConstraints(SourceWriter writer, ConstraintModel limits)
    {
        writer.Open("Constraints = new global::DataMesh.PropertyConstraints");
        if (limits.Minimum is { } minimum)
            writer.Line($"Minimum = {minimum.Expression},");
        if (limits.Maximum is { } maximum)
            writer.Line($"Maximum = {maximum.Expression},");
        if (limits.ExclusiveMinimum)
            writer.Line("ExclusiveMinimum = true,");
        if (limits.ExclusiveMaximum)
            writer.Line("ExclusiveMaximum = true,");
        if (limits.MinimumLength is { } shortest)
            writer.Line($"MinimumLength = {Number(shortest)},");
        if (limits.MaximumLength is { } longest)
            writer.Line($"MaximumLength = {Number(longest)},");
        if (limits.Pattern is { } pattern)
            writer.Line($"Pattern = {SchemaEmitter.Literal(pattern)},");
        if (limits.AllowedValues.Count > 0)
            writer.Line($"AllowedValues = new global::DataMesh.ScalarValue[] {{ {string.Join(", ", limits.AllowedValues.Select(v => v.Expression))} }},");
        writer.Close(",");
    }

    private static string PhysicalType(ColumnModel column) => column.Type.PhysicalKind() is var kind && kind == "Decimal"
        ? $"Decimal({Number(column.Precision)}, {Number(column.Scale)})" : $"Of(global::DataMesh.PhysicalTypeKind.{kind})";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
