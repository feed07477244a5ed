using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Statistics of a file and its row groups, read back from its footer.</summary>
internal sealed class ParquetStatistics
{
    private readonly ParquetFooter _footer;
    private readonly List<Column> _columns = [];
    private readonly Dictionary<string, Column> _byName = new(StringComparer.Ordinal);

    internal ParquetStatistics(ParquetFooter footer, Schema schema)
    {
        _footer = footer;
        for (int i = 0; i < footer.Columns.Count; i++)
        {
            // Of lists and maps, and of types that Parquet spells in ways of old, nothing is known.
            Field field = schema.FieldsList[i];
            if (CountLeaves(field.DataType) != footer.Columns[i].Leaves.Count)
                continue;
            int first = _columns.Count;
            AddColumns(field, footer.Columns[i], 0);
            if (footer.Columns[i].IsFlat && _columns.Count > first)
                _byName[field.Name] = _columns[first];
        }
    }

    internal FileSummary Summarize(Schema schema, long length)
    {
        List<RowGroupSummary> groups = new(_footer.RowGroups.Count);
        IReadOnlyList<ColumnStatistics>? ofFile = null;
        foreach (ParquetRowGroup group in _footer.RowGroups)
        {
            IReadOnlyList<ColumnStatistics> columns = OfRowGroup(group);
            ofFile = ofFile is null ? columns : StatisticsCollector.Merge(ofFile, columns);
            groups.Add(new() { RowCount = group.RowCount, Offset = group.Offset, Columns = columns });
        }
        return new() { Schema = schema, Length = length, RowCount = _footer.RowCount, RowGroups = groups, Columns = ofFile ?? [] };
    }

    /// <summary>Statistics of a column by name, also of columns without field id.</summary>
    internal ColumnStatistics? Find(ParquetRowGroup group, string name) => _byName.TryGetValue(name, out Column? column) ? OfColumn(group, column) : null;

    private List<ColumnStatistics> OfRowGroup(ParquetRowGroup group) => [.. _columns.Where(column => column.Leaf.FieldId is not null).Select(column => OfColumn(group, column))];

    private ColumnStatistics OfColumn(ParquetRowGroup group, Column column)
    {
        ParquetChunk chunk = group.Chunks[column.Leaf.Ordinal];
        return new()
        {
            FieldId = column.Leaf.FieldId ?? -1,
            ValueCount = chunk.ValueCount,
            NullCount = column.Leaf.IsRequired ? 0 : chunk.NullCount is >= 0 and var nulls && nulls <= chunk.ValueCount ? nulls : null,
            Minimum = Decode(chunk.Minimum, column, isMinimum: true),
            Maximum = Decode(chunk.Maximum, column, isMinimum: false),
            StoredBytes = chunk.StoredBytes,
        };
    }

    private ScalarValue Decode(byte[]? bound, Column column, bool isMinimum)
    {
        if (bound is null || !_footer.HasColumnOrders)
            return ScalarValue.Null;
        return column.Type.Kind == PhysicalTypeKind.Decimal ? ParquetBounds.DecodeDecimal(bound, column.Type.Scale, column.Leaf.IsStoredAsInteger) : ParquetBounds.Decode(bound, column.Type, isMinimum);
    }

    private void AddColumns(Field field, ParquetColumn column, int leaf)
    {
        if (field.DataType is StructType type)
        {
            foreach (Field child in type.Fields)
            {
                AddColumns(child, column, leaf);
                leaf += CountLeaves(child.DataType);
            }
        }
        else if (field.DataType is not (DictionaryType or NestedType) && PhysicalType.TryFromArrow(field.DataType) is { } physical)
            _columns.Add(new Column(column.Leaves[leaf], physical));
    }

    private static int CountLeaves(IArrowType type) => type switch
    {
        StructType s => s.Fields.Sum(f => CountLeaves(f.DataType)),
        ListType l => CountLeaves(l.ValueDataType),
        MapType m => CountLeaves(m.KeyField.DataType) + CountLeaves(m.ValueField.DataType),
        _ => 1,
    };

    private sealed record Column(ParquetLeaf Leaf, PhysicalType Type);
}
