using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Writes the footer (parquet.thrift, FileMetaData): field ids on every column, statistics in the order of their types, the order stated.</summary>
internal static class FooterWriter
{
    private const string CreatedBy = "DataMesh for .NET with Parquet.Net";

    internal static void Write(BytesRows target, IReadOnlyList<StoredNode> columns, IReadOnlyList<WrittenRowGroup> groups, IReadOnlyDictionary<string, string> metadata)
    {
        ThriftCompactWriter footer = new(target);
        IReadOnlyList<StoredField> leaves = [.. columns.SelectMany(column => column.Leaves)];
        footer.BeginElement();
        footer.Int32(1, 2);
        WriteSchema(footer, columns);
        footer.Int64(3, groups.Sum(group => group.Rows));
        footer.BeginList(4, ThriftType.Struct, groups.Count);
        foreach (WrittenRowGroup group in groups)
            WriteRowGroup(footer, leaves, group);
        WriteMetadata(footer, metadata);
        footer.Text(6, CreatedBy);
        footer.BeginList(7, ThriftType.Struct, leaves.Count);
        foreach (StoredField _ in leaves)
        {
            footer.BeginElement();
            WriteEmpty(footer, 1);
            footer.EndStruct();
        }
        footer.EndStruct();
    }

    private static void WriteSchema(ThriftCompactWriter footer, IReadOnlyList<StoredNode> columns)
    {
        footer.BeginList(2, ThriftType.Struct, 1 + columns.Sum(CountElements));
        WriteGroup(footer, "schema", columns.Count, repetition: null);
        footer.EndStruct();
        foreach (StoredNode column in columns)
            WriteNode(footer, column);
    }

    private static int CountElements(StoredNode node) => 1 + (node.RepeatedName is null ? 0 : 1) + node.Children.Sum(CountElements);

    private static void WriteNode(ThriftCompactWriter footer, StoredNode node)
    {
        int repetition = node.IsRequired ? 0 : 1;
        if (node.Leaf is { } leaf)
        {
            WriteLeaf(footer, leaf, repetition);
            return;
        }
        WriteGroup(footer, node.Name, node.RepeatedName is null ? node.Children.Count : 1, repetition);
        FooterTypes.WriteGroup(footer, node);
        footer.EndStruct();
        if (node.RepeatedName is { } repeated)
        {
            WriteGroup(footer, repeated, node.Children.Count, repetition: 2);
            footer.EndStruct();
        }
        foreach (StoredNode child in node.Children)
            WriteNode(footer, child);
    }

    private static void WriteGroup(ThriftCompactWriter footer, string name, int children, int? repetition)
    {
        footer.BeginElement();
        if (repetition is int occurs)
            footer.Int32(3, occurs);
        footer.Text(4, name);
        footer.Int32(5, children);
    }

    private static void WriteLeaf(ThriftCompactWriter footer, StoredField field, int repetition)
    {
        footer.BeginElement();
        footer.Int32(1, (int)field.StoredType);
        if (field.StoredType == ParquetStoredType.FixedBytes)
            footer.Int32(2, field.TypeLength);
        footer.Int32(3, repetition);
        footer.Text(4, field.Name);
        FooterTypes.Write(footer, field);
        footer.EndStruct();
    }

    private static void WriteRowGroup(ThriftCompactWriter footer, IReadOnlyList<StoredField> fields, WrittenRowGroup group)
    {
        footer.BeginElement();
        footer.BeginList(1, ThriftType.Struct, fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            footer.BeginElement();
            footer.Int64(2, group.Chunks[i].Offset);
            footer.BeginStruct(3);
            WriteChunk(footer, fields[i], group.Chunks[i], group.Statistics.FirstOrDefault(column => column.FieldId == fields[i].FieldId));
            footer.EndStruct();
            footer.EndStruct();
        }
        footer.Int64(2, group.Chunks.Sum(chunk => chunk.PlainBytes));
        footer.Int64(3, group.Rows);
        footer.Int64(5, group.Chunks.Count == 0 ? 0 : group.Chunks[0].Offset);
        footer.Int64(6, group.Chunks.Sum(chunk => chunk.StoredBytes));
        footer.EndStruct();
    }

    private static void WriteChunk(ThriftCompactWriter footer, StoredField field, WrittenChunk chunk, ColumnStatistics? statistics)
    {
        footer.Int32(1, (int)field.StoredType);
        footer.BeginList(2, ThriftType.Int32, chunk.Encodings.Count);
        foreach (int encoding in chunk.Encodings)
            footer.Int32Element(encoding);
        footer.BeginList(3, ThriftType.Binary, field.Path.Count);
        foreach (string name in field.Path)
            footer.TextElement(name);
        footer.Int32(4, chunk.Codec);
        footer.Int64(5, chunk.ValueCount);
        footer.Int64(6, chunk.PlainBytes);
        footer.Int64(7, chunk.StoredBytes);
        footer.Int64(9, chunk.Offset + chunk.DictionaryBytes);
        if (chunk.DictionaryBytes > 0)
            footer.Int64(11, chunk.Offset);
        if (statistics is null)
            return;
        footer.BeginStruct(12);
        WriteStatistics(footer, field, statistics);
        footer.EndStruct();
    }

    private static void WriteStatistics(ThriftCompactWriter footer, StoredField field, ColumnStatistics statistics)
    {
        if (statistics.NullCount is long nulls)
            footer.Int64(3, nulls);
        (byte[] Bytes, bool IsExact)? minimum = BoundsEncoder.Encode(statistics.Minimum, field, isMinimum: true), maximum = BoundsEncoder.Encode(statistics.Maximum, field, isMinimum: false);
        if (maximum is { } upper)
            footer.Bytes(5, upper.Bytes);
        if (minimum is { } lower)
            footer.Bytes(6, lower.Bytes);
        if (maximum is { } cutAbove)
            footer.Boolean(7, cutAbove.IsExact);
        if (minimum is { } cutBelow)
            footer.Boolean(8, cutBelow.IsExact);
    }

    private static void WriteMetadata(ThriftCompactWriter footer, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        footer.BeginList(5, ThriftType.Struct, metadata.Count);
        foreach ((string key, string value) in metadata)
        {
            footer.BeginElement();
            footer.Text(1, key);
            footer.Text(2, value);
            footer.EndStruct();
        }
    }

    private static void WriteEmpty(ThriftCompactWriter footer, int id)
    {
        footer.BeginStruct(id);
        footer.EndStruct();
    }
}
