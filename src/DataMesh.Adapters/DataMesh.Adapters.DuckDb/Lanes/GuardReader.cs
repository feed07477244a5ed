using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Shows the guard's vectors to the statement's instance, which shares them: nothing is copied.</summary>
internal sealed class GuardReader : ScanReader
{
    private readonly GuardScan _scan;
    private readonly int[] _selected;
    private readonly int[] _vectors;
    private GuardStream? _stream;

    internal GuardReader(GuardSource source, ulong[] columns, GuardScan scan)
    {
        _scan = scan;
        _selected = [.. columns.Where(c => c < (ulong)source.Columns.Count).Select(c => (int)c).Distinct()];
        _vectors = [.. columns.Select(c => c < (ulong)source.Columns.Count ? System.Array.IndexOf(_selected, (int)c) : -1)];
    }

    internal override void Fill(IntPtr chunk)
    {
        using DuckDBDataChunk target = new(chunk);
        using DuckDBDataChunk? next = Next();
        ulong size = next is null ? 0 : NativeMethods.DataChunks.DuckDBDataChunkGetSize(next);
        for (int i = 0; size > 0 && i < _vectors.Length; i++)
        {
            IntPtr vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(target, i);
            if (_vectors[i] >= 0)
                DuckDbNative.ReferenceVector(vector, NativeMethods.DataChunks.DuckDBDataChunkGetVector(next!, _vectors[i]));
            else
                VectorWriter.WriteRowIds(vector, (int)size);
        }
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(target, size);
    }

    public override void Dispose() => CloseStream();

    private DuckDBDataChunk? Next()
    {
        while (true)
        {
            if (_stream is null)
            {
                if (_scan.Take() is not { } part)
                    return null;
                _stream = _scan.Open(_selected, part);
            }
            if (_stream.Fetch() is { } chunk)
            {
                if (NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk) > 0)
                {
                    _scan.Pass(chunk);
                    return chunk;
                }
                chunk.Dispose();
                continue;
            }
            CloseStream();
        }
    }

    private void CloseStream()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
