namespace DataMesh.Adapters;

/// <summary>One scan of a relation.</summary>
internal abstract class Scan(StatementScope scope)
{
    internal StatementScope Scope => scope;

    /// <summary>How many threads may work on the scan, each with a reader of its own.</summary>
    internal virtual int MaximumThreads => 1;

    /// <summary>The part of the scan that one thread reads. Thread-safe.</summary>
    internal abstract ScanReader OpenReader();
}

/// <summary>One thread's part of a scan; disposed when DuckDB wants no more of it. Not thread-safe.</summary>
internal abstract class ScanReader : IDisposable
{
    /// <summary>Fills a chunk; size 0 ends this part.</summary>
    internal abstract void Fill(IntPtr chunk);

    public abstract void Dispose();
}
