using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Least, greatest and mean value of one column over batches; nulls are counted, NaN is left out.</summary>
internal abstract class ColumnFigures
{
    /// <summary>The values that are neither null nor NaN.</summary>
    public long Count { get; protected set; }

    /// <summary>The least value; null without one.</summary>
    public abstract ScalarValue Minimum { get; }

    /// <summary>The greatest value; null without one.</summary>
    public abstract ScalarValue Maximum { get; }

    /// <summary>The arithmetic mean; null without a value, or when the type has none.</summary>
    public abstract double? Mean { get; }

    /// <summary>The figures of a type; null when it has no order that figures make sense of.</summary>
    public static ColumnFigures? Create(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => new WholeFigures(ScalarValue.From, hasMean: true),
        PhysicalTypeKind.Date => new WholeFigures(days => ArrowValues.ToDate((int)days), hasMean: false),
        PhysicalTypeKind.Time => new WholeFigures(ArrowValues.ToTime, hasMean: false),
        PhysicalTypeKind.Timestamp => new WholeFigures(ArrowValues.ToTimestamp, hasMean: false),
        PhysicalTypeKind.Float or PhysicalTypeKind.Double => new FloatFigures(),
        PhysicalTypeKind.Decimal => new DecimalFigures(type.Scale),
        _ => null,
    };

    /// <summary>Adds an array of the type.</summary>
    public abstract void Add(IArrowArray array);

    private sealed class WholeFigures(Func<long, ScalarValue> show, bool hasMean) : ColumnFigures
    {
        private long _minimum = long.MaxValue;
        private long _maximum = long.MinValue;
        private Int128 _sum;

        public override ScalarValue Minimum => Count == 0 ? ScalarValue.Null : show(_minimum);

        public override ScalarValue Maximum => Count == 0 ? ScalarValue.Null : show(_maximum);

        public override double? Mean => hasMean && Count > 0 ? (double)_sum / Count : null;

        public override void Add(IArrowArray array)
        {
            if (array is PrimitiveArray<int> { Values: var small })
                Add(array, small);
            else if (array is PrimitiveArray<long> { Values: var large })
                Add(array, large);
        }

        private void Add<T>(IArrowArray array, ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryInteger<T>
        {
            Count += values.Length - array.NullCount;
            if (array.NullCount == 0)
            {
                AddRun(values);
                return;
            }
            // Runs without nulls between the nulls.
            for (int i = 0; i < values.Length; i++)
            {
                int first = i;
                while (i < values.Length && array.IsValid(i))
                    i++;
                AddRun(values[first..i]);
            }
        }

        private void AddRun<T>(ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryInteger<T>
        {
            if (values.IsEmpty)
                return;
            (T minimum, T maximum) = Extremes(values);
            _minimum = Math.Min(_minimum, long.CreateTruncating(minimum));
            _maximum = Math.Max(_maximum, long.CreateTruncating(maximum));
            if (hasMean)
                _sum += Sum(values);
        }

        private static (T Minimum, T Maximum) Extremes<T>(ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryInteger<T>
        {
            T minimum = values[0], maximum = values[0];
            int i = 0;
            if (values.Length >= Vector<T>.Count)
            {
                Vector<T> low = new(minimum), high = new(maximum);
                for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
                {
                    Vector<T> next = new(values[i..]);
                    low = Vector.Min(low, next);
                    high = Vector.Max(high, next);
                }
                for (int lane = 0; lane < Vector<T>.Count; lane++)
                    (minimum, maximum) = (T.Min(minimum, low[lane]), T.Max(maximum, high[lane]));
            }
            for (; i < values.Length; i++)
                (minimum, maximum) = (T.Min(minimum, values[i]), T.Max(maximum, values[i]));
            return (minimum, maximum);
        }

        // Sums of 32-bit halves, in lanes of 64 bits: none can overflow within a batch.
        private static Int128 Sum<T>(ReadOnlySpan<T> values)
            where T : unmanaged, IBinaryInteger<T>
        {
            if (typeof(T) == typeof(int))
                return Sum(MemoryMarshal.Cast<T, int>(values));
            ReadOnlySpan<long> wide = MemoryMarshal.Cast<T, long>(values);
            Vector<long> lows = Vector<long>.Zero, highs = Vector<long>.Zero;
            int i = 0;
            for (; i <= wide.Length - Vector<long>.Count; i += Vector<long>.Count)
            {
                Vector<long> next = new(wide[i..]);
                lows += next & new Vector<long>(0xFFFF_FFFF);
                highs += Vector.ShiftRightArithmetic(next, 32);
            }
            Int128 sum = ((Int128)Vector.Sum(highs) << 32) + Vector.Sum(lows);
            for (; i < wide.Length; i++)
                sum += wide[i];
            return sum;
        }

        private static long Sum(ReadOnlySpan<int> values)
        {
            Vector<long> lanes = Vector<long>.Zero;
            int i = 0;
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector.Widen(new Vector<int>(values[i..]), out Vector<long> low, out Vector<long> high);
                lanes += low + high;
            }
            long sum = Vector.Sum(lanes);
            for (; i < values.Length; i++)
                sum += values[i];
            return sum;
        }
    }

    private sealed class FloatFigures : ColumnFigures
    {
        private double _minimum = double.PositiveInfinity;
        private double _maximum = double.NegativeInfinity;
        private double _sum;

        public override ScalarValue Minimum => Count == 0 ? ScalarValue.Null : _minimum;

        public override ScalarValue Maximum => Count == 0 ? ScalarValue.Null : _maximum;

        public override double? Mean => Count > 0 ? _sum / Count : null;

        public override void Add(IArrowArray array)
        {
            if (array is FloatArray floats)
                Add(array, floats.Values);
            else if (array is DoubleArray doubles)
                Add(array, doubles.Values);
        }

        private void Add<T>(IArrowArray array, ReadOnlySpan<T> values)
            where T : struct, INumber<T>
        {
            bool all = array.NullCount == 0;
            double minimum = _minimum, maximum = _maximum, sum = _sum;
            long count = 0;
            for (int i = 0; i < values.Length; i++)
            {
                double value = double.CreateTruncating(values[i]);
                if (double.IsNaN(value) || (!all && array.IsNull(i)))
                    continue;
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
                count++;
            }
            (_minimum, _maximum, _sum) = (minimum, maximum, sum);
            Count += count;
        }
    }

    private sealed class DecimalFigures(int scale) : ColumnFigures
    {
        private Int128 _minimum = Int128.MaxValue;
        private Int128 _maximum = Int128.MinValue;
        private double _sum;

        public override ScalarValue Minimum => Count == 0 ? ScalarValue.Null : ArrowValues.ToDecimal(_minimum, scale);

        public override ScalarValue Maximum => Count == 0 ? ScalarValue.Null : ArrowValues.ToDecimal(_maximum, scale);

        public override double? Mean => Count > 0 ? _sum / Count / Math.Pow(10, scale) : null;

        public override void Add(IArrowArray array)
        {
            Decimal128Array decimals = (Decimal128Array)array;
            ReadOnlySpan<Int128> values = MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span).Slice(decimals.Offset, decimals.Length);
            for (int i = 0; i < values.Length; i++)
            {
                if (decimals.IsNull(i))
                    continue;
                _minimum = Int128.Min(_minimum, values[i]);
                _maximum = Int128.Max(_maximum, values[i]);
                _sum += (double)values[i];
                Count++;
            }
        }
    }
}
