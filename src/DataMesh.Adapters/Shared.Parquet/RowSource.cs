using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>Some columns of one row group, batch by batch. Not thread-safe.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>The next rows, at most so many; null at the end.</summary>
    internal abstract RecordBatch? Read(int most);

    /// <summary>Passes over rows.</summary>
    internal abstract void Skip(long rows);

    public abstract void Dispose();
}
