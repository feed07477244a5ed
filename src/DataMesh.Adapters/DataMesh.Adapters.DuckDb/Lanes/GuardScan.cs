using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A scan through the guard: each thread takes the next part of the files until none is left.</summary>
internal class GuardScan(GuardSource source, ulong[] columns, int threads) : Scan(source.Scope)
{
    private int _next = -1;

    internal override int MaximumThreads => threads;

    internal override ScanReader OpenReader() => new GuardReader(source, columns, this);

    /// <summary>The next part; null when all are taken. Thread-safe.</summary>
    internal FilePart? Take() => Interlocked.Increment(ref _next) is var next && next < source.Parts.Count ? source.Parts[next] : null;

    /// <summary>Starts to read a part. Thread-safe where several threads may read.</summary>
    /// <param name="selected">The columns to begin with; more may follow them.</param>
    /// <param name="part">The part.</param>
    internal virtual GuardStream Open(int[] selected, FilePart part) => Open(source.Files.Select(selected, part), [.. selected.Select(c => source.Columns[c])]);

    /// <summary>Looks at a chunk on its way to the statement. Thread-safe where several threads may read.</summary>
    internal virtual void Pass(DuckDBDataChunk chunk)
    {
    }

    private protected GuardStream Open(string sql, IReadOnlyList<RelationColumn> columns, bool streaming = true) =>
        GuardStream.Open(source.Guard, source.Scope, source.Relation.Name, sql, columns, streaming);
}
