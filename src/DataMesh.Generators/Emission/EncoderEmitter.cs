namespace DataMesh.Generators;

/// <summary>Writes the encoder: one loop over the rows for each column, and over the values of each nested column for each column below it.</summary>
internal static class EncoderEmitter
{
    public static void Emit(SourceWriter writer, SchemaModel model, string accessibility)
    {
        List<ColumnNode> columns = ColumnNode.Build(model.Columns);
        string encoder = model.HelperPrefix + "Encoder";
        writer.Open($"{accessibility} sealed class {encoder} : global::DataMesh.Mapping.ColumnarEncoder<{model.FullName}>");
        foreach (ColumnNode node in ColumnNode.All(columns))
            writer.Line($"private readonly global::DataMesh.Mapping.{WriterType(node)} {node.Field};");
        writer.Line();
        writer.Open($"internal {encoder}(global::DataMesh.Mapping.EncoderOptions options) : base({model.HelperPrefix}Contract.Schema, options)");
        foreach (ColumnNode node in ColumnNode.All(columns))
            writer.Line($"{node.Field} = {(node.Owner is { } owner ? owner.Field + "." : "")}{AddCall(node)};");
        writer.Close();
        writer.Line();
        writer.Open($"protected override void WriteColumns(global::System.ReadOnlySpan<{model.FullName}> rows)");
        foreach (ColumnNode node in columns)
            writer.Line($"Encode{node.Method}(rows);");
        writer.Close();
        foreach (ColumnNode node in ColumnNode.All(columns))
        {
            writer.Line();
            EmitColumn(writer, model, node);
        }
        foreach (EnumModel enumModel in model.Enums)
            EmitNames(writer, enumModel);
        writer.Close();
    }

    private static void EmitColumn(SourceWriter writer, SchemaModel model, ColumnNode node)
    {
        string rows = node.Owner is not { } owner ? model.FullName : owner.Type == MemberType.Struct ? owner.Column.ItemType : node.Column.ItemType;
        writer.Open($"private void Encode{node.Method}(global::System.ReadOnlySpan<{rows}> rows)");
        writer.Line(Start(node));
        writer.Open("for (int row = 0; row < rows.Length; row++)");
        if (node.Owner is { Type: MemberType.Struct, Column.MayBeNull: true })
        {
            writer.Open("if (rows[row] is { } owner)");
            EmitValue(writer, node, "owner." + EnumParser.Identifier(node.Column.Property));
            writer.Close();
            writer.Open("else");
            writer.Line(Appends(node) ? "column.AppendAbsent();" : $"{node.Field}.SetAbsent(row);");
            writer.Close();
        }
        else
            EmitValue(writer, node, node.Owner is null or { Type: MemberType.Struct } ? "rows[row]." + EnumParser.Identifier(node.Column.Property) : "rows[row]");
        writer.Close();
        EmitEnd(writer, node);
        writer.Close();
    }

    private static void EmitValue(SourceWriter writer, ColumnNode node, string read)
    {
        // Texts and bytes are told apart from null where they are appended.
        bool mayBeNull = node.Type is MemberType.String or MemberType.ByteArray ? false : node.Column.MayBeNull;
        if (!mayBeNull)
        {
            writer.Line(Store(node, read));
            return;
        }
        writer.Open($"if ({read} is {{ }} value)");
        writer.Line(Store(node, "value"));
        writer.Close();
        writer.Open("else");
        writer.Line(Appends(node) ? "column.AppendNull();" : $"{node.Field}.SetNull(row);");
        writer.Close();
    }

    private static string Start(ColumnNode node) => node.Type switch
    {
        MemberType.Struct => $"global::System.Span<{node.Column.ItemType}> values = {node.Field}.Start();",
        MemberType.List => $"global::DataMesh.Mapping.ListAppender<{node.Children[0].Column.ItemType}> column = {node.Field}.Start();",
        MemberType.Map => $"global::DataMesh.Mapping.MapAppender<{node.Children[0].Column.TypeName}, {node.Children[1].Column.ItemType}> column = {node.Field}.Start();",
        _ when Appends(node) => $"global::DataMesh.Mapping.TextAppender column = {node.Field}.Start();",
        _ => $"global::System.Span<{node.Type.StoredType() ?? "byte"}> values = {node.Field}.Start();",
    };

    private static void EmitEnd(SourceWriter writer, ColumnNode node)
    {
        switch (node.Type)
        {
            case MemberType.Struct:
                foreach (ColumnNode child in node.Children)
                    writer.Line($"Encode{child.Method}(values);");
                break;
            case MemberType.List:
                writer.Line($"Encode{node.Children[0].Method}(column.Complete());");
                break;
            case MemberType.Map:
                writer.Line($"column.Complete(out global::System.ReadOnlySpan<{node.Children[0].Column.TypeName}> keys, out global::System.ReadOnlySpan<{node.Children[1].Column.ItemType}> values);");
                writer.Line($"Encode{node.Children[0].Method}(keys);");
                writer.Line($"Encode{node.Children[1].Method}(values);");
                break;
            default:
                if (Appends(node))
                    writer.Line("column.Complete();");
                break;
        }
    }

    private static bool Appends(ColumnNode node) => node.Type.StoredType() is null && node.Type is not (MemberType.Boolean or MemberType.Struct);

    private static string Store(ColumnNode node, string value) => node.Type switch
    {
        MemberType.Boolean => $"if ({value}) global::DataMesh.Mapping.CanonicalValues.SetBit(values, row);",
        MemberType.String or MemberType.ByteArray or MemberType.List or MemberType.Map => $"column.Append({value});",
        MemberType.ByteMemory => $"column.Append({value}.Span);",
        MemberType.Enum => $"column.AppendName(NameOf{node.Column.EnumName}({value}));",
        MemberType.Decimal => $"values[row] = {node.Field}.Unscale(row, {value});",
        MemberType.DateTime => $"values[row] = {node.Field}.ToMicroseconds(row, {value});",
        MemberType.Guid => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromGuid({value});",
        MemberType.DateOnly => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromDate({value});",
        MemberType.TimeOnly => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromTime({value});",
        MemberType.DateTimeOffset => $"values[row] = global::DataMesh.Mapping.CanonicalValues.FromInstant({value});",
        _ => $"values[row] = {value};",
    };

    private static string WriterType(ColumnNode node) => node.Type switch
    {
        MemberType.Boolean => "BooleanColumnWriter",
        MemberType.Decimal => "DecimalColumnWriter",
        MemberType.DateTime => "TimestampColumnWriter",
        MemberType.Struct => $"StructColumnWriter<{node.Column.ItemType}>",
        MemberType.List => $"ListColumnWriter<{node.Children[0].Column.ItemType}>",
        MemberType.Map => $"MapColumnWriter<{node.Children[0].Column.TypeName}, {node.Children[1].Column.ItemType}>",
        _ => node.Type.StoredType() is { } stored ? $"FixedColumnWriter<{stored}>" : "TextColumnWriter",
    };

    private static string AddCall(ColumnNode node) => node.Type switch
    {
        MemberType.Boolean => "AddBoolean()",
        MemberType.Decimal => "AddDecimal()",
        MemberType.DateTime => "AddTimestamp()",
        MemberType.Struct => $"AddStruct<{node.Column.ItemType}>()",
        MemberType.List => $"AddList<{node.Children[0].Column.ItemType}>()",
        MemberType.Map => $"AddMap<{node.Children[0].Column.TypeName}, {node.Children[1].Column.ItemType}>()",
        _ => node.Type.StoredType() is { } stored ? $"AddFixed<{stored}>()" : "AddText()",
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
