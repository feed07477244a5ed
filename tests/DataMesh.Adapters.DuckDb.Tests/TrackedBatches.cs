using System.Runtime.CompilerServices;
using Apache.Arrow;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Makes batches that count how many are alive and whether one was disposed twice.</summary>
internal sealed class TrackedBatches
{
    internal static readonly Schema Schema = new([ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), true)], null);

    private readonly TaskCompletionSource _many = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _alive;
    private int _most;
    private int _made;
    private int _twice;

    internal int Alive => Volatile.Read(ref _alive);

    internal int Most => Volatile.Read(ref _most);

    internal int DisposedTwice => Volatile.Read(ref _twice);

    /// <summary>Completes when ten batches were made.</summary>
    internal Task Many => _many.Task;

    /// <summary>Batches of ascending numbers; without an end unless a number of batches is given.</summary>
    internal async IAsyncEnumerable<RecordBatch> Numbers(int rows, int batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < batches; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i % 16 == 0)
                await Task.Yield();
            yield return Next(i, rows);
        }
    }

    internal TestRelation Relation(string name, int rows = 1_000, int batches = int.MaxValue) =>
        new(name, Schema, (columns, token) => Project(Numbers(rows, batches, token), columns));

    internal RecordBatch Next(int ordinal, int rows)
    {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++)
            values[i] = (long)ordinal * rows + i;
        Tracked batch = new(this, new Int64Array.Builder().Append(values).Build());
        int alive = Interlocked.Increment(ref _alive);
        int most;
        while (alive > (most = Volatile.Read(ref _most)) && Interlocked.CompareExchange(ref _most, alive, most) != most) { }
        if (Interlocked.Increment(ref _made) == 10)
            _many.TrySetResult();
        return batch;
    }

    private static IAsyncEnumerable<RecordBatch> Project(IAsyncEnumerable<RecordBatch> batches, IReadOnlyList<string> columns)
    {
        Assert.Equal(["id"], columns);
        return batches;
    }

    private sealed class Tracked(TrackedBatches owner, Int64Array array) : RecordBatch(TrackedBatches.Schema, [array], array.Length)
    {
        private int _disposed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref owner._alive);
            else
                Interlocked.Increment(ref owner._twice);
        }
    }
}
