using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies chosen rows and columns of record batches. Honours slice offsets; keeps dictionary encoding.</summary>
public static class BatchSelection
{
    /// <summary>Copies rows into a new batch that shares no memory with the old one.</summary>
    /// <param name="batch">The batch; it stays the caller's.</param>
    /// <param name="rows">The ordinals of the rows, in any order.</param>
    /// <param name="allocator">Where buffers come from; null: Arrow's native allocator.</param>
    public static RecordBatch Take(RecordBatch batch, ReadOnlySpan<int> rows, MemoryAllocator? allocator = null) => throw new NotImplementedException();

    /// <summary>Copies batches of one schema into one. The batches stay the caller's.</summary>
    public static RecordBatch Concatenate(IReadOnlyList<RecordBatch> batches, MemoryAllocator? allocator = null) => throw new NotImplementedException();

    /// <summary>Returns the ordinals of the rows whose truth value is <see cref="TruthValue.True"/>.</summary>
    /// <param name="truth">One truth value per row.</param>
    /// <param name="rows">Receives the ordinals; at least as long as <paramref name="truth"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Select(ReadOnlySpan<TruthValue> truth, Span<int> rows) => throw new NotImplementedException();
}
