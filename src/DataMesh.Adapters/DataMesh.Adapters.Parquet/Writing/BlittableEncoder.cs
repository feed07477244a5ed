using System.Runtime.InteropServices;
using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns that Arrow and Parquet store alike.</summary>
internal sealed class BlittableEncoder<T>(StoredField field, DataField data, PageCompressor compressor) : ValueEncoder<T>(field, data, compressor)
    where T : unmanaged
{
    protected override void Convert(ArrayData data, int first, Span<T> target) => MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(first, target.Length).CopyTo(target);
}
