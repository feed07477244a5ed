using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Replaces numbers by the lower end of their range: exact for integers and decimals, floored without rounding errors for floating point.</summary>
/// <remarks>A range that begins below the type's least value begins there.</remarks>
internal sealed class BucketMasking(PhysicalType type, decimal width) : ColumnMasking
{
    // From here on whole numbers of floating point have gaps: a value is its own range.
    private const double Resolution = 1L << 53;

    private readonly IArrowType _type = type.ToArrow();
    private readonly double _width = (double)width;
    private readonly Int128 _units = type.ScalarKind == ScalarKind.Float ? Int128.One
        : MaskConstants.Unscaled(width, type.Scale);

    public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator)
    {
        (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
        BufferSpace space = new(checked(values.Length * (((FixedWidthType)_type).BitWidth / 8)), allocator, zeroed: true);
        ColumnView from = new(values);
        switch (type.Kind)
        {
            case PhysicalTypeKind.Int32: Map(from, space.As<int>(), new Whole32((int)_units)); break;
            case PhysicalTypeKind.Int64: Map(from, space.As<long>(), new Whole64((long)_units)); break;
            case PhysicalTypeKind.Decimal: Map(from, space.As<Int128>(), new Exact(_units, Least(type.Precision))); break;
            case PhysicalTypeKind.Float: Map(from, space.As<float>(), new Single(_width)); break;
            default: Map(from, space.As<double>(), new Double(_width)); break;
        }
        return new ArrayData(_type, values.Length, nulls, 0, [validity, space.Build()], null, null);
    }

    private static void Map<T, TBucket>(ColumnView from, Span<T> target, TBucket bucket)
        where T : unmanaged
        where TBucket : struct, IBucket<T>
    {
        ReadOnlySpan<T> source = from.Values<T>();
        for (int i = 0; i < source.Length; i++)
            if (!from.IsNull(i))
                target[i] = bucket.Floor(source[i]);
    }

    private static Int128 Least(int precision)
    {
        Int128 power = 1;
        for (int i = 0; i < precision; i++)
            power *= 10;
        return 1 - power;
    }

    private static double Floor(double value, double width)
    {
        double ranges = Math.Floor(value / width);
        if (!(Math.Abs(ranges) < Resolution))
            return value;
        // The division may have rounded across the end of a range; the fused product does not round before it compares.
        if (Math.FusedMultiplyAdd(ranges, width, -value) > 0)
            ranges--;
        else if (Math.FusedMultiplyAdd(ranges + 1, width, -value) <= 0)
            ranges++;
        return ranges * width;
    }

    private interface IBucket<T>
    {
        T Floor(T value);
    }

    private readonly struct Whole32(int width) : IBucket<int>
    {
        public int Floor(int value) => (int)Math.Max(int.MinValue, (long)value - Rest(value));

        private long Rest(int value) => value % width is var rest && rest < 0 ? (long)rest + width : rest;
    }

    private readonly struct Whole64(long width) : IBucket<long>
    {
        public long Floor(long value)
        {
            long rest = value % width;
            long towardsZero = value - rest;
            return rest >= 0 ? towardsZero : towardsZero < long.MinValue + width ? long.MinValue : towardsZero - width;
        }
    }

    private readonly struct Exact(Int128 width, Int128 least) : IBucket<Int128>
    {
        public Int128 Floor(Int128 value)
        {
            Int128 rest = value % width;
            Int128 low = rest < 0 ? value - rest - width : value - rest;
            return low < least ? least : low;
        }
    }

    private readonly struct Single(double width) : IBucket<float>
    {
        public float Floor(float value) => (float)BucketMasking.Floor(value, width);
    }

    private readonly struct Double(double width) : IBucket<double>
    {
        public double Floor(double value) => BucketMasking.Floor(value, width);
    }
}
