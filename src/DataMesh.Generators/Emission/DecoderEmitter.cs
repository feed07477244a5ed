namespace DataMesh.Generators;

/// <summary>Writes the decoder: one loop that makes a record of the columns' values, after one for each nested column that makes its values.</summary>
internal static class DecoderEmitter
{
    private const string Reserve = "global::DataMesh.Mapping.NestedValues.Reserve";

    public static void Emit(SourceWriter writer, SchemaModel model, string accessibility)
    {
        List<ColumnNode> columns = ColumnNode.Build(model.Columns);
        string decoder = model.HelperPrefix + "Decoder";
        writer.Open($"{accessibility} sealed class {decoder} : global::DataMesh.Mapping.ColumnarDecoder<{model.FullName}>");
        foreach (ColumnNode node in ColumnNode.All(columns))
            writer.Line($"private readonly global::DataMesh.Mapping.{ColumnType(node, "Reader")} {node.Field};");
        foreach (ColumnNode node in ColumnNode.All(columns).Where(n => n.Type.IsNested()))
            EmitBuffers(writer, node);
        writer.Line();
        writer.Open($"internal {decoder}(global::Apache.Arrow.Schema stored) : base({model.HelperPrefix}Contract.Schema, stored)");
        foreach (ColumnNode node in ColumnNode.All(columns))
            writer.Line($"{node.Field} = {(node.Owner is { } owner ? owner.Field + "." : "")}{AddCall(node)};");
        writer.Close();
        writer.Line();
        writer.Open($"protected override void DecodeRows(global::Apache.Arrow.RecordBatch batch, global::System.Span<{model.FullName}> rows)");
        EmitOpen(writer, columns, "batch");
        writer.Open("for (int row = 0; row < rows.Length; row++)");
        EmitCreation(writer, "rows[row]", model.FullName, columns, model.ConstructorArguments);
        writer.Close();
        writer.Close();
        foreach (ColumnNode node in ColumnNode.All(columns).Where(n => n.Type.IsNested()))
            EmitNested(writer, node);
        foreach (EnumModel enumModel in model.Enums)
            EmitMembers(writer, enumModel);
        writer.Close();
    }

    private static void EmitBuffers(SourceWriter writer, ColumnNode node)
    {
        writer.Line($"private {node.Column.TypeName}?[] {node.Buffer("values")} = [];");
        if (node.Type == MemberType.Struct)
            return;
        foreach (ColumnNode child in node.Children)
            writer.Line($"private {ResultType(child)}[] {child.Buffer("items")} = [];");
    }

    private static void EmitOpen(SourceWriter writer, List<ColumnNode> nodes, string source)
    {
        foreach (ColumnNode node in nodes)
            writer.Line(node.Type.IsNested()
                ? $"{node.Column.TypeName}?[] {node.Local} = Decode{node.Method}({node.Field}.Open({source}));"
                : $"global::DataMesh.Mapping.{ColumnType(node, "")} {node.Local} = {node.Field}.Open({source});");
    }

    private static void EmitCreation(SourceWriter writer, string target, string type, List<ColumnNode> columns, EquatableArray<ConstructorArgument> constructor)
    {
        string arguments = string.Join(", ", constructor.Select(a => $"{a.Parameter}: {Value(columns.First(c => c.Column.Property == a.Property))}"));
        List<ColumnNode> initialized = [.. columns.Where(c => constructor.All(a => a.Property != c.Column.Property))];
        if (initialized.Count == 0)
        {
            writer.Line($"{target} = new {type}({arguments});");
            return;
        }
        writer.Open($"{target} = new {type}({arguments})");
        foreach (ColumnNode column in initialized)
            writer.Line($"{EnumParser.Identifier(column.Column.Property)} = {Value(column)},");
        writer.Close(";");
    }

    private static void EmitNested(SourceWriter writer, ColumnNode node)
    {
        writer.Line();
        writer.Open($"private {node.Column.TypeName}?[] Decode{node.Method}(global::DataMesh.Mapping.NestedColumn column)");
        writer.Line($"{node.Column.TypeName}?[] values = {Reserve}(ref {node.Buffer("values")}, column.Length);");
        EmitOpen(writer, node.Children, "column");
        if (node.Type != MemberType.Struct)
            EmitItems(writer, node);
        writer.Open("for (int row = 0; row < column.Length; row++)");
        if (node.Type == MemberType.Struct)
        {
            writer.Open("if (column.IsNull(row))");
            writer.Line("values[row] = null;");
            writer.Line("continue;");
            writer.Close();
            EmitCreation(writer, "values[row]", node.Column.TypeName, node.Children, node.Column.Nested!.ConstructorArguments);
        }
        else
            writer.Line($"values[row] = column.IsNull(row) ? null : column.{node.Column.Nested!.Maker}(row, {string.Join(", ", node.Children.Select(c => c.Local + "Items"))});");
        writer.Close();
        writer.Line("return values;");
        writer.Close();
    }

    private static void EmitItems(SourceWriter writer, ColumnNode node)
    {
        foreach (ColumnNode child in node.Children)
            writer.Line($"{ResultType(child)}[] {child.Local}Items = {Reserve}(ref {child.Buffer("items")}, column.ItemCount);");
        writer.Open("for (int row = 0; row < column.ItemCount; row++)");
        foreach (ColumnNode child in node.Children)
            writer.Line($"{child.Local}Items[row] = {Value(child)};");
        writer.Close();
    }

    private static string ResultType(ColumnNode node) => node.Column.IsNullable ? node.Column.TypeName + "?" : node.Column.TypeName;

    private static string Value(ColumnNode node)
    {
        string local = node.Local;
        return (node.Type, node.Column.IsNullable) switch
        {
            (MemberType.Struct or MemberType.List or MemberType.Map, true) => $"{local}[row]",
            (MemberType.Struct or MemberType.List or MemberType.Map, false) => $"{local}[row] ?? throw {node.Field}.NoValue(row)",
            (MemberType.String, true) => $"{local}.ValueOrNull(row)",
            (MemberType.ByteArray, true) => $"{local}.BytesOrNull(row)",
            (MemberType.ByteMemory, true) => $"{local}.IsNull(row) ? null : (global::System.ReadOnlyMemory<byte>?){local}.ToBytes(row)",
            (_, true) => $"{local}.IsNull(row) ? null : {RequiredValue(node.Column, local)}",
            _ => RequiredValue(node.Column, local),
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

    private static string ColumnType(ColumnNode node, string suffix) => node.Type.IsNested() ? "NestedColumn" + suffix
        : node.Type == MemberType.Boolean ? $"BooleanColumn{suffix}"
        : node.Type.StoredType() is { } stored ? $"FixedColumn{suffix}<{stored}>" : $"TextColumn{suffix}";

    private static string AddCall(ColumnNode node) => node.Type.IsNested() ? "AddNested()"
        : node.Type == MemberType.Boolean ? "AddBoolean()"
        : node.Type.StoredType() is { } stored ? $"AddFixed<{stored}>()" : "AddText()";

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
