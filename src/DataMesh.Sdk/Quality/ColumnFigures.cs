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
            where T : struct, IBinaryInteger<T>
        {
            long minimum = _minimum, maximum = _maximum, low = 0, high = 0;
            bool all = array.NullCount == 0;
            for (int i = 0; i < values.Length; i++)
            {
                if (!all && array.IsNull(i))
                    continue;
                long value = long.CreateTruncating(values[i]);
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                // Two sums of halves: neither can overflow within a batch.
                low += value & 0xFFFF_FFFF;
                high += value >> 32;
            }
            (_minimum, _maximum) = (minimum, maximum);
            _sum += ((Int128)high << 32) + low;
            Count += values.Length - array.NullCount;
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
            for (int i = 0; i < values.Length; i++)
            {
                double value = double.CreateTruncating(values[i]);
                if (double.IsNaN(value) || (!all && array.IsNull(i)))
                    continue;
                _minimum = Math.Min(_minimum, value);
                _maximum = Math.Max(_maximum, value);
                _sum += value;
                Count++;
            }
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
