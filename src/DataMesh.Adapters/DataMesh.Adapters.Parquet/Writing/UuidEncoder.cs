using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns of UUIDs, which Arrow and Parquet keep in the order of their text.</summary>
internal sealed class UuidEncoder(StoredField field, DataField data, PageCompressor compressor) : ValueEncoder<Guid>(field, data, compressor)
{
    protected override void Convert(ArrayData data, int first, Span<Guid> target)
    {
        ReadOnlySpan<byte> bytes = data.Buffers[1].Span;
        for (int i = 0; i < target.Length; i++)
            target[i] = new Guid(bytes.Slice((first + i) * 16, 16), bigEndian: true);
    }
}
