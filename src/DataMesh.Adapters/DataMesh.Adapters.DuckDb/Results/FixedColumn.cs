using System.Runtime.CompilerServices;
using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A column of fixed width, converted value by value, or copied when nothing is to convert.</summary>
internal sealed unsafe class FixedColumn<TFrom, TTo, TConversion>(PhysicalType type, int factor = 0) : ResultColumn(type)
    where TFrom : unmanaged
    where TTo : unmanaged
    where TConversion : struct, IConversion<TFrom, TTo>
{
    private readonly NativeColumn<TTo> _values = new();

    private protected override void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present)
    {
        ReadOnlySpan<TFrom> source = new ReadOnlySpan<TFrom>(NativeMethods.Vectors.DuckDBVectorGetData(vector), from + count)[from..];
        Span<TTo> target = _values.Ensure(Rows + count).Slice(Rows, count);
        if (typeof(TConversion) == typeof(Same<TFrom>))
        {
            source.CopyTo(new Span<TFrom>(Unsafe.AsPointer(ref target[0]), count));
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = present.IsEmpty || Bits.Get(present, from + i) ? TConversion.Convert(source[i], factor) : default;
    }

    private protected override ArrowBuffer[] TakeBuffers() => [_values.Take()];

    private protected override void DisposeBuffers() => _values.Dispose();
}
