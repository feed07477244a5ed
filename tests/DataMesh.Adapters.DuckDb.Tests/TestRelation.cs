using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>A relation over batches made on demand, which counts what is open.</summary>
internal sealed class TestRelation(string name, Schema schema, Func<IReadOnlyList<string>, CancellationToken, IAsyncEnumerable<RecordBatch>> open) : QueryRelation
{
    private int _open;
    private int _opened;

    public override string Name => name;

    public override Schema Schema => schema;

    internal long? Estimate { get; init; }

    public override long? EstimatedRows => Estimate;

    /// <summary>Called when a scan opens.</summary>
    internal Action? OnOpen { get; init; }

    internal int Open => Volatile.Read(ref _open);

    internal int Opened => Volatile.Read(ref _opened);

    internal ConcurrentQueue<IReadOnlyList<string>> Projections { get; } = [];

    public override async IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> projection = columns ?? [.. schema.FieldsList.Select(field => field.Name)];
        Projections.Enqueue(projection);
        OnOpen?.Invoke();
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _opened);
        try
        {
            await foreach (RecordBatch batch in open(projection, cancellationToken).WithCancellation(cancellationToken))
                yield return batch;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>A relation over columns that stay in memory, cut into batches of some rows.</summary>
    internal static TestRelation Of(string name, int batchRows, params (string Name, PhysicalType Type, IArrowArray Array)[] columns)
    {
        Schema schema = new([.. columns.Select(column => Field(column.Name, column.Type, column.Array))], null);
        int rows = columns[0].Array.Length;
        return new TestRelation(name, schema, (projection, _) => Slices(projection));

        async IAsyncEnumerable<RecordBatch> Slices(IReadOnlyList<string> projection)
        {
            await Task.Yield();
            for (int start = 0; start < rows; start += batchRows)
                yield return new RecordBatch(schema.Project(projection), projection.Select(column =>
                    columns.Single(candidate => candidate.Name == column).Array.Slice(start, Math.Min(batchRows, rows - start))), Math.Min(batchRows, rows - start));
        }
    }

    private static Field Field(string name, PhysicalType type, IArrowArray array)
    {
        Field canonical = ArrowFields.Create(name, type, nullable: true);
        return new Field(name, array.Data.DataType, true, canonical.Metadata);
    }
}

internal static class SchemaProjection
{
    internal static Schema Project(this Schema schema, IReadOnlyList<string> columns) => new([.. columns.Select(column => schema.GetFieldByName(column))], null);

    internal static IArrowArray Slice(this IArrowArray array, int start, int length) => ArrowArrayFactory.BuildArray(array.Data.SliceShared(start, length));
}
