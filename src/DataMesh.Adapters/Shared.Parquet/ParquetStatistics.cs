using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Statistics of a file and its row groups, read back from its footer.</summary>
internal sealed class ParquetStatistics
{
    private readonly ParquetFooter _footer;
    private readonly PhysicalType?[] _types;
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    internal ParquetStatistics(ParquetFooter footer, Schema schema)
    {
        _footer = footer;
        _types = new PhysicalType?[footer.Columns.Count];
        for (int i = 0; i < _types.Length; i++)
        {
            _types[i] = footer.Columns[i].IsFlat && schema.FieldsList[i].DataType.TypeId != Apache.Arrow.Types.ArrowTypeId.Dictionary
                ? PhysicalType.TryFromArrow(schema.FieldsList[i].DataType) : null;
            _ordinals[footer.Columns[i].Name] = i;
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
    internal ColumnStatistics? Find(ParquetRowGroup group, string name) => _ordinals.TryGetValue(name, out int ordinal) ? OfColumn(group, ordinal) : null;

    private List<ColumnStatistics> OfRowGroup(ParquetRowGroup group)
    {
        List<ColumnStatistics> columns = new(_types.Length);
        for (int i = 0; i < _types.Length; i++)
            if (_footer.Columns[i].FieldId is not null && OfColumn(group, i) is { } column)
                columns.Add(column);
        return columns;
    }

    private ColumnStatistics? OfColumn(ParquetRowGroup group, int ordinal)
    {
        if (_types[ordinal] is not { } type)
            return null;
        ParquetColumn column = _footer.Columns[ordinal];
        ParquetChunk chunk = group.Chunks[column.FirstLeaf];
        return new()
        {
            FieldId = column.FieldId ?? -1,
            ValueCount = chunk.ValueCount,
            NullCount = column.IsRequired ? 0 : chunk.NullCount is >= 0 and var nulls && nulls <= chunk.ValueCount ? nulls : null,
            Minimum = Decode(chunk.Minimum, column, type, isMinimum: true),
            Maximum = Decode(chunk.Maximum, column, type, isMinimum: false),
            StoredBytes = chunk.StoredBytes,
        };
    }

    private ScalarValue Decode(byte[]? bound, ParquetColumn column, PhysicalType type, bool isMinimum)
    {
        if (bound is null || !_footer.HasColumnOrders)
            return ScalarValue.Null;
        return type.Kind == PhysicalTypeKind.Decimal ? ParquetBounds.DecodeDecimal(bound, type.Scale, column.IsStoredAsInteger) : ParquetBounds.Decode(bound, type, isMinimum);
    }
}
