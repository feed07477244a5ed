using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Splits rows into files of one partition each. Not thread-safe.</summary>
internal sealed class InMemoryTableWriter(InMemoryTableState state, TableWriteOptions options)
{
    private readonly (int Column, PhysicalType Type, PartitionTransform Transform)[] _partitioning =
    [
        .. state.Partitioning.Select(field => (state.Schema.GetFieldIndex(field.Column), PhysicalType.TryFromArrow(state.Schema.GetFieldByName(field.Column).DataType)!.Value, field.Transform)),
    ];

    // The one used longest ago comes first.
    private readonly List<OpenFile> _open = [];
    private readonly Queue<(DataFile File, ImmutableList<RecordBatch> Content)> _closed = [];

    /// <summary>Copies the rows of a batch. The batch stays the caller's.</summary>
    public void Add(RecordBatch batch)
    {
        RecordBatch arranged = Arrange(batch);
        foreach ((ValueList<ScalarValue> partition, List<int> rows) in Split(arranged))
        {
            OpenFile file = Open(partition);
            file.Add(BatchSelection.Take(arranged, CollectionsMarshal.AsSpan(rows), ManagedAllocator.Instance));
            if (file.Bytes >= options.TargetFileBytes)
                Close(file);
        }
    }

    /// <summary>Completes every file.</summary>
    public void CloseAll()
    {
        while (_open.Count > 0)
            Close(_open[0]);
    }

    /// <summary>Hands over a complete file.</summary>
    public bool TryTake([NotNullWhen(true)] out DataFile? file, [NotNullWhen(true)] out ImmutableList<RecordBatch>? content)
    {
        bool found = _closed.TryDequeue(out (DataFile File, ImmutableList<RecordBatch> Content) first);
        (file, content) = first;
        return found;
    }

    private RecordBatch Arrange(RecordBatch batch)
    {
        IEnumerable<IArrowArray> columns = state.Schema.FieldsList.Select(field =>
        {
            int index = batch.Schema.GetFieldIndex(field.Name);
            return index >= 0 && PhysicalType.TryFromArrow(batch.Column(index).Data.DataType) == PhysicalType.TryFromArrow(field.DataType) ? batch.Column(index) : throw new ArgumentException(
                $"Cannot write rows to the table '{state.Location}': their batches have no column '{field.Name}' of type {PhysicalType.TryFromArrow(field.DataType)}. Map the rows to the table's schema first.", nameof(batch));
        });
        return new RecordBatch(state.Schema, columns, batch.Length);
    }

    private Dictionary<ValueList<ScalarValue>, List<int>> Split(RecordBatch batch)
    {
        Dictionary<ValueList<ScalarValue>, List<int>> rows = [];
        ScalarValue[] values = new ScalarValue[_partitioning.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = _partitioning[i].Transform.Apply(ArrowScalars.Get(batch.Column(_partitioning[i].Column), row), _partitioning[i].Type);
            ValueList<ScalarValue> partition = ValueList.Create<ScalarValue>(values);
            if (!rows.TryGetValue(partition, out List<int>? ordinals))
                rows[partition] = ordinals = [];
            ordinals.Add(row);
        }
        return rows;
    }

    private OpenFile Open(ValueList<ScalarValue> partition)
    {
        int at = _open.FindIndex(file => file.Partition.Equals(partition));
        if (at < 0 && _open.Count >= Math.Max(1, options.MaxOpenPartitions))
            Close(_open[0]);
        OpenFile found = at < 0 ? new OpenFile(partition, new StatisticsCollector(state.Schema, state.WithoutBounds)) : _open[at];
        _open.Remove(found);
        _open.Add(found);
        return found;
    }

    private void Close(OpenFile file)
    {
        _open.Remove(file);
        _closed.Enqueue((new DataFile
        {
            Path = state.Location.Path / $"data/{Guid.NewGuid():N}.memory",
            Format = "memory",
            RowCount = file.Batches.Sum(batch => (long)batch.Length),
            Length = file.Bytes,
            Partition = file.Partition,
            Columns = file.Statistics.ToStatistics(),
        }, [.. file.Batches]));
    }

    private sealed class OpenFile(ValueList<ScalarValue> partition, StatisticsCollector statistics)
    {
        public ValueList<ScalarValue> Partition { get; } = partition;

        public StatisticsCollector Statistics { get; } = statistics;

        public List<RecordBatch> Batches { get; } = [];

        public long Bytes { get; private set; }

        public void Add(RecordBatch batch)
        {
            Statistics.Add(batch);
            Batches.Add(batch);
            Bytes += batch.Arrays.Sum(array => SizeOf(array.Data));
        }

        private static long SizeOf(ArrayData data) => data.Buffers.Sum(buffer => (long)buffer.Length) + (data.Dictionary is null ? 0 : SizeOf(data.Dictionary)) + (data.Children?.Sum(SizeOf) ?? 0);
    }
}
