namespace DataMesh.Generators;

/// <summary>Writes the decoder: one loop that makes a record of the columns' values.</summary>
internal static class DecoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaModel model, string accessibility)
    {
        MemberNames names = new(model.Columns);
        string decoder = model.HelperPrefix + "Decoder";
        writer.Open($"{accessibility} sealed class {decoder} : global::DataMesh.Mapping.ColumnarDecoder<{model.FullName}>");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"private readonly global::DataMesh.Mapping.{ColumnType(column, "Reader")} {names.Field(column)};");
        writer.Line();
        writer.Open($"internal {decoder}(global::Apache.Arrow.Schema stored) : base({model.HelperPrefix}Contract.Schema, stored)");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"{names.Field(column)} = {AddCall(column)};");
        writer.Close();
        writer.Line();
        EmitRows(writer, model, names);
        foreach (EnumModel enumModel in model.Enums)
            EmitMembers(writer, enumModel);
        writer.Close();
    }

    private static void EmitRows(SourceWriter writer, SchemaModel model, MemberNames names)
    {
        writer.Open($"protected override void DecodeRows(global::Apache.Arrow.RecordBatch batch, global::System.Span<{model.FullName}> rows)");
        foreach (ColumnModel column in model.Columns)
            writer.Line($"global::DataMesh.Mapping.{ColumnType(column, "")} {names.Local(column)} = {names.Field(column)}.Open(batch);");
        writer.Open("for (int row = 0; row < rows.Length; row++)");
        string arguments = string.Join(", ", model.ConstructorArguments.Select(a => $"{a.Parameter}: {Value(model.Columns.First(c => c.Property == a.Property), names)}"));
        List<ColumnModel> initialized = [.. model.Columns.Where(c => model.ConstructorArguments.All(a => a.Property != c.Property))];
        if (initialized.Count == 0)
            writer.Line($"rows[row] = new {model.FullName}({arguments});");
        else
        {
            writer.Open($"rows[row] = new {model.FullName}({arguments})");
            foreach (ColumnModel column in initialized)
                writer.Line($"{EnumParser.Identifier(column.Property)} = {Value(column, names)},");
            writer.Close(";");
        }
        writer.Close();
        writer.Close();
    }

    private static string Value(ColumnModel column, MemberNames names)
    {
        string local = names.Local(column);
        return (column.Type, column.IsNullable) switch
        {
            (MemberType.String, true) => $"{local}.ValueOrNull(row)",
            (MemberType.ByteArray, true) => $"{local}.BytesOrNull(row)",
            (MemberType.ByteMemory, true) => $"{local}.IsNull(row) ? null : (global::System.ReadOnlyMemory<byte>?){local}.ToBytes(row)",
            (_, true) => $"{local}.IsNull(row) ? null : {RequiredValue(column, local)}",
            _ => RequiredValue(column, local),
        };
    }

    private static string RequiredValue(ColumnModel column, string local) => column.Type switch
    {
        MemberType.ByteArray or MemberType.ByteMemory => $"{local}.ToBytes(row)",
        MemberType.Enum => $"To{column.EnumName}({local}, row)",
        MemberType.Byte or MemberType.SByte or MemberType.Int16 or MemberType.UInt16 or MemberType.UInt32 or MemberType.UInt64 or MemberType.Decimal
            or MemberType.Guid or MemberType.DateOnly or MemberType.TimeOnly or MemberType.DateTime or MemberType.DateTimeOffset
            => $"global::DataMesh.Mapping.ColumnConversions.To{column.Type}({local}, row)",
        _ => $"{local}.Value(row)",
    };

    private static string ColumnType(ColumnModel column, string suffix) => column.Type == MemberType.Boolean ? $"BooleanColumn{suffix}"
        : column.Type.StoredType() is { } stored ? $"FixedColumn{suffix}<{stored}>" : $"TextColumn{suffix}";

    private static string AddCall(ColumnModel column) => column.Type == MemberType.Boolean ? "AddBoolean()"
        : column.Type.StoredType() is { } stored ? $"AddFixed<{stored}>()" : "AddText()";

    private static void EmitMembers(SourceWriter writer, EnumModel model)
    {
        writer.Line();
        writer.Open($"private static {model.FullName} To{model.Name}(in global::DataMesh.Mapping.TextColumn column, int row) => column.Value(row) switch");
        foreach (EnumMember member in model.Members)
            writer.Line($"{SchemaEmitter.Literal(member.Name)} => {model.FullName}.{member.Identifier},");
        writer.Line($"_ => throw column.UnknownMember(row, {SchemaEmitter.Literal(model.Name)}),");
        writer.Close(";");
    }
}
