using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Type promotions that the specification allows: int to long, float to double, decimals to more digits.</summary>
internal static class Widening
{
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file's type cannot become the table's.</exception>
    public static void Check(ObjectPath file, string path, Field wanted, Field stored)
    {
        PhysicalType? from = PhysicalType.TryFromArrow(stored.DataType), to = PhysicalType.TryFromArrow(wanted.DataType);
        if (from is null || to is null || !Allows(from.Value, to.Value))
            throw IcebergErrors.Corrupt(file, $"its column '{path}' has the type '{from?.ToString() ?? stored.DataType.Name}', which cannot become the table's type '{to}'");
    }

    /// <summary>True for equal types, and for promotions that the specification allows.</summary>
    public static bool Allows(PhysicalType from, PhysicalType to) => from == to || (from.Kind, to.Kind) switch
    {
        (PhysicalTypeKind.Int32, PhysicalTypeKind.Int64) or (PhysicalTypeKind.Float, PhysicalTypeKind.Double) => true,
        (PhysicalTypeKind.Decimal, PhysicalTypeKind.Decimal) => from.Scale == to.Scale && from.Precision < to.Precision,
        _ => false,
    };

    /// <summary>The array in the wanted type. Takes ownership of the array.</summary>
    public static IArrowArray Apply(IArrowArray array, Field wanted, MemoryAllocator? allocator) => (array, wanted.DataType) switch
    {
        (Int32Array numbers, Int64Type) => Convert<int, long>(numbers, Int64Type.Default, static value => value, allocator),
        (FloatArray numbers, DoubleType) => Convert<float, double>(numbers, DoubleType.Default, static value => value, allocator),
        (Decimal128Array { Data.DataType: Decimal128Type type } decimals, Decimal128Type to) when type.Precision != to.Precision =>
            ArrowArrayFactory.BuildArray(new ArrayData(to, decimals.Length, decimals.Data.NullCount, decimals.Data.Offset, decimals.Data.Buffers)),
        _ => array,
    };

    private static IArrowArray Convert<TFrom, TTo>(Apache.Arrow.Array array, IArrowType type, Func<TFrom, TTo> widen, MemoryAllocator? allocator)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        using (array)
        {
            ReadOnlySpan<TFrom> source = MemoryMarshal.Cast<byte, TFrom>(array.Data.Buffers[1].Span).Slice(array.Data.Offset, array.Length);
            ArrowBuffer.Builder<TTo> values = new ArrowBuffer.Builder<TTo>(array.Length).Resize(array.Length);
            Span<TTo> target = values.Span;
            for (int i = 0; i < source.Length; i++)
                target[i] = widen(source[i]);
            ArrowBuffer validity = array.NullCount == 0 ? ArrowBuffer.Empty : CopyBits(array, allocator);
            return ArrowArrayFactory.BuildArray(new ArrayData(type, array.Length, array.NullCount, 0, [validity, values.Build(allocator)]));
        }
    }

    private static ArrowBuffer CopyBits(Apache.Arrow.Array array, MemoryAllocator? allocator)
    {
        int bytes = (array.Length + 7) / 8;
        ArrowBuffer.Builder<byte> bits = new ArrowBuffer.Builder<byte>(bytes).Resize(bytes);
        for (int i = 0; i < array.Length; i++)
            if (array.IsValid(i))
                BitUtility.SetBit(bits.Span, i);
        return bits.Build(allocator);
    }
}
