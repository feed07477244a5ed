using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Computes column statistics over batches, once, for files, tables and profiles.</summary>
/// <remarks>
/// Not thread-safe. Columns are those without children: the properties of structs count one by one, null where the struct is null, and nothing is said about
/// what lies in lists and maps, nor about columns of those, nor about properties of structs without a field id. Honours slice offsets and dictionary-encoded texts. Text bounds are exact; formats truncate them as they store them. A bound that is
/// zero is −0.0 below and +0.0 above. Columns of other than canonical types have counts and no bounds, and so have bounds that
/// <see cref="ScalarValue"/> cannot hold (decimals of more than 28 digits, days outside the calendar).
/// </remarks>
public sealed class StatisticsCollector
{
    private readonly int _count;
    private readonly Column[] _columns;

    /// <summary>Starts over a schema whose fields have ids.</summary>
    /// <param name="schema">The schema of the batches.</param>
    /// <param name="withoutBounds">Field ids of columns whose minimum and maximum are withheld, also those of all that lies below them.</param>
    /// <param name="leavesBounds">
    /// True when another collector will be given the same arrays, unchanged, right afterwards: what was found about the order of texts and bytes is left to it, once, and it does not
    /// look through them again. So a publish shares the work between its profile and its files.
    /// </param>
    /// <exception cref="ArgumentException">A field of the schema has no id.</exception>
    public StatisticsCollector(Schema schema, IReadOnlySet<int>? withoutBounds = null, bool leavesBounds = false)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _count = schema.FieldsList.Count;
        List<Column> columns = [];
        for (int i = 0; i < _count; i++)
        {
            if (schema.FieldsList[i].GetFieldId() is null)
                throw new ArgumentException(
                    $"The column '{schema.FieldsList[i].Name}' has no field id: statistics belong to ids. Create the field with ArrowFields.Create(name, type, nullable, fieldId), or number a whole schema with ArrowFields.NumberFields.", nameof(schema));
            AddColumns(columns, [i], schema.FieldsList[i], withoutBounds, withheld: false, leavesBounds);
        }
        _columns = [.. columns];
    }

    /// <summary>Adds a batch. The batch stays the caller's.</summary>
    /// <exception cref="ArgumentException">The batch has another number of columns.</exception>
    public void Add(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.ColumnCount != _count)
            throw new ArgumentException($"The batch has {batch.ColumnCount} columns, the schema {_count}.", nameof(batch));
        foreach (Column column in _columns)
            column.Add(batch);
    }

    /// <summary>The statistics so far, in the order of the schema.</summary>
    public IReadOnlyList<ColumnStatistics> ToStatistics() => System.Array.ConvertAll(_columns, column => column.ToStatistics());

    /// <summary>Statistics of the union of two parts, in the order of the first; columns that only one part knows are left out.</summary>
    public static IReadOnlyList<ColumnStatistics> Merge(IReadOnlyList<ColumnStatistics> first, IReadOnlyList<ColumnStatistics> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<int, ColumnStatistics> others = new(second.Count);
        foreach (ColumnStatistics other in second)
            others[other.FieldId] = other;
        List<ColumnStatistics> merged = new(first.Count);
        foreach (ColumnStatistics one in first)
            if (others.TryGetValue(one.FieldId, out ColumnStatistics? other))
                merged.Add(Merge(one, other));
        return merged;
    }

    private static void AddColumns(List<Column> columns, int[] path, Field field, IReadOnlySet<int>? withoutBounds, bool withheld, bool leavesBounds)
    {
        int? fieldId = field.GetFieldId();
        withheld |= fieldId is int own && withoutBounds?.Contains(own) == true;
        if (field.DataType is StructType type)
            foreach ((int i, Field child) in type.Fields.Index())
                AddColumns(columns, [.. path, i], child, withoutBounds, withheld, leavesBounds);
        else if (fieldId is int id && field.DataType is not (ListType or MapType))
            columns.Add(new Column(id, path, withheld ? null : ColumnBounds.Create(field.DataType, leavesBounds)));
    }

    private static ColumnStatistics Merge(ColumnStatistics a, ColumnStatistics b) => new()
    {
        FieldId = a.FieldId,
        ValueCount = a.ValueCount + b.ValueCount,
        NullCount = a.NullCount + b.NullCount,
        NanCount = a.NanCount + b.NanCount,
        Minimum = MergeBound(a, b, a.Minimum, b.Minimum, -1),
        Maximum = MergeBound(a, b, a.Maximum, b.Maximum, 1),
        StoredBytes = a.StoredBytes + b.StoredBytes,
    };

    private static ScalarValue MergeBound(ColumnStatistics a, ColumnStatistics b, ScalarValue boundOfA, ScalarValue boundOfB, int sign)
    {
        if (IsWithoutValues(a))
            return boundOfB;
        if (IsWithoutValues(b))
            return boundOfA;
        if (boundOfA.IsNull || boundOfB.IsNull)
            return ScalarValue.Null;
        return Math.Sign(boundOfA.CompareTo(boundOfB)) == sign ? boundOfA : boundOfB;
    }

    private static bool IsWithoutValues(ColumnStatistics part) => part.NullCount + (part.NanCount ?? 0) == part.ValueCount;

    private sealed class Column(int fieldId, int[] path, ColumnBounds? bounds)
    {
        private long _values;
        private long _nulls;

        internal void Add(RecordBatch batch)
        {
            IArrowArray array = batch.Column(path[0]);
            if (path.Length > 1)
                array = ArrowArrayFactory.BuildArray(path.Skip(1).Aggregate(array.Data, NestedArrays.GetChild));
            _values += array.Length;
            int nulls = array is DictionaryArray dictionary ? DictionaryBounds.CountNulls(dictionary) : array.NullCount;
            _nulls += nulls;
            if (nulls < array.Length)
                bounds?.Add(array, nulls);
        }

        internal ColumnStatistics ToStatistics()
        {
            bool any = bounds is not null && _values - _nulls - (bounds.NanCount ?? 0) > 0;
            return new()
            {
                FieldId = fieldId,
                ValueCount = _values,
                NullCount = _nulls,
                NanCount = bounds?.NanCount,
                Minimum = any ? bounds!.Minimum : ScalarValue.Null,
                Maximum = any ? bounds!.Maximum : ScalarValue.Null,
            };
        }
    }
}
