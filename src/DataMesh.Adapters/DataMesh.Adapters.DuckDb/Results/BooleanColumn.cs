using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Bytes to bits.</summary>
internal sealed unsafe class BooleanColumn() : ResultColumn(PhysicalType.Of(PhysicalTypeKind.Boolean))
{
    private readonly NativeColumn<byte> _values = new();

    private protected override void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present)
    {
        byte* source = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + from;
        Span<byte> target = _values.Ensure((Rows + count + 7) / 8);
        for (int i = 0; i < count; i++)
            Bits.Set(target, Rows + i, source[i] != 0);
    }

    private protected override ArrowBuffer[] TakeBuffers() => [_values.Take()];

    private protected override void DisposeBuffers() => _values.Dispose();
}
