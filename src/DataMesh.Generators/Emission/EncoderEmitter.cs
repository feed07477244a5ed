namespace DataMesh.Generators;

/// <summary>Writes the encoder: one loop over the rows for each column.</summary>
internal static class EncoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaModel model, string accessibility)
    {
        MemberNames names = new(model.Columns);
        string encoder = model.HelperPrefix + "Encoder";
        writer.Open($"{accessibility} sealed class {encoder} : global::DataMesh.Mapping.ColumnarEncoder<{model.FullName}>");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"private readonly global::DataMesh.Mapping.{WriterType(column)} {names.Field(column)};");
        writer.Line();
        writer.Open($"internal {encoder}(global::DataMesh.Mapping.EncoderOptions options) : base({model.HelperPrefix}Contract.Schema, options)");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"{names.Field(column)} = {AddCall(column)};");
        writer.Close();
        writer.Line();
        writer.Open($"protected override void WriteColumns(global::System.ReadOnlySpan<{model.FullName}> rows)");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"Encode{column.Property}(rows);");
        writer.Close();
        foreach (ColumnModel column in model.Columns)
        {
            writer.Line();
            EmitColumn(writer, model, column, names.Field(column));
        }
        foreach (EnumModel enumModel in model.Enums)
            EmitNames(writer, enumModel);
        writer.Close();
    }

    private static void EmitColumn(SourceWriter writer, SchemaModel model, ColumnModel column, string field)
    {
        string read = "rows[row]." + EnumParser.Identifier(column.Property);
        bool appends = column.Type.StoredType() is null && column.Type != MemberType.Boolean;
        writer.Open($"private void Encode{column.Property}(global::System.ReadOnlySpan<{model.FullName}> rows)");
        writer.Line(appends ? $"global::DataMesh.Mapping.TextAppender column = {field}.Start();"
            : $"global::System.Span<{column.Type.StoredType() ?? "byte"}> values = {field}.Start();");
        writer.Open("for (int row = 0; row < rows.Length; row++)");
        if (!column.IsNullable || column.Type.IsReference())
            writer.Line(Store(column, field, read));
        else
        {
            writer.Open($"if ({read} is {{ }} value)");
            writer.Line(Store(column, field, "value"));
            writer.Close();
            writer.Open("else");
            writer.Line(appends ? "column.AppendNull();" : $"{field}.SetNull(row);");
            writer.Close();
        }
        writer.Close();
        if (appends)
            writer.Line("column.Complete();");
        writer.Close();
    }

    private static string Store(ColumnModel column, string field, string value) => column.Type switch
    {
        MemberType.Boolean => $"if ({value}) global::DataMesh.Mapping.CanonicalValues.SetBit(values, row);",
        MemberType.String or MemberType.ByteArray => $"column.Append({value});",
        MemberType.ByteMemory => $"column.Append({value}.Span);",
        MemberType.Enum => $"column.AppendName(NameOf{column.EnumName}({value}));",
        MemberType.Decimal => $"values[row] = {field}.Unscale(row, {value});",
        MemberType.DateTime => $"values[row] = {field}.ToMicroseconds(row, {value});",
        MemberType.Guid => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromGuid({value});",
        MemberType.DateOnly => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromDate({value});",
        MemberType.TimeOnly => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromTime({value});",
        MemberType.DateTimeOffset => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromInstant({value});",
        _ => $"values[row] = {value};",
    };

    private static string WriterType(ColumnModel column) => column.Type switch
    {
        MemberType.Boolean => "BooleanColumnWriter",
        MemberType.Decimal => "DecimalColumnWriter",
        MemberType.DateTime => "TimestampColumnWriter",
        _ => column.Type.StoredType() is { } stored ? $"FixedColumnWriter<{stored}>" : "TextColumnWriter",
    };

    private static string AddCall(ColumnModel column) => column.Type switch
    {
        MemberType.Boolean => "AddBoolean()",
        MemberType.Decimal => "AddDecimal()",
        MemberType.DateTime => "AddTimestamp()",
        _ => column.Type.StoredType() is { } stored ? $"AddFixed<{stored}>()" : "AddText()",
    };

    private static void EmitNames(SourceWriter writer, EnumModel model)
    {
        writer.Line();
        writer.Open($"private static global::System.ReadOnlySpan<byte> NameOf{model.Name}({model.FullName} value) => value switch");
        foreach (EnumMember member in model.Members.Where(m => !m.IsAlias))
            writer.Line($"{model.FullName}.{member.Identifier} => {SchemaEmitter.Literal(member.Name)}u8,");
        writer.Line("_ => default,");
        writer.Close(";");
    }
}
