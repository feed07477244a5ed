using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A scan of groups, part by part. When they are hardly fewer than the rows, or do not fit into the guard's memory, the parts still to come are not grouped, because the statement groups again.</summary>
internal sealed class GroupScan(GroupSource source, ulong[] columns) : GuardScan(source, columns, threads: 1)
{
    private const long LeastGroups = 16_384;
    private const int LeastRowsForEachGroup = 4;

    private static readonly RelationColumn s_rows = new("rows", PhysicalType.Of(PhysicalTypeKind.Int64));

    private long _groups;
    private long _rows;
    private bool _areTooMany;

    internal override GuardStream Open(int[] selected, FilePart part)
    {
        if (_areTooMany || (_groups >= LeastGroups && _groups > _rows / LeastRowsForEachGroup))
            return Open(selected, part, areMany: true);
        try
        {
            return Open(selected, part, areMany: false);
        }
        catch (DataMeshException outOfMemory) when (outOfMemory.Kind == DataMeshErrorKind.LimitExceeded)
        {
            _areTooMany = true;
            return Open(selected, part, areMany: true);
        }
    }

    // The decision is made by the rows that the statement may see, not by those that it may not.
    internal override unsafe void Pass(DuckDBDataChunk chunk)
    {
        int size = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
        IntPtr last = NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, (int)NativeMethods.DataChunks.DuckDBDataChunkGetColumnCount(chunk) - 1);
        foreach (long count in new ReadOnlySpan<long>(NativeMethods.Vectors.DuckDBVectorGetData(last), size))
            _rows += count;
        _groups += size;
    }

    private GuardStream Open(int[] selected, FilePart part, bool areMany) =>
        Open(source.Select(selected, part, areMany), [.. selected.Select(c => source.Columns[c]), s_rows], streaming: areMany);
}
