using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns of truth values.</summary>
internal sealed class BooleanEncoder(StoredField field, DataField data, PageCompressor compressor) : ValueEncoder<bool>(field, data, compressor)
{
    protected override void Convert(ArrayData data, int first, Span<bool> target)
    {
        ReadOnlySpan<byte> bits = data.Buffers[1].Span;
        for (int i = 0; i < target.Length; i++)
            target[i] = BitUtility.GetBit(bits, first + i);
    }
}
