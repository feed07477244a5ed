using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of floating-point numbers without NaN, which is counted.</summary>
internal sealed class FloatBounds<T> : NumericBounds<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _minimum = T.PositiveInfinity;
    private T _maximum = T.NegativeInfinity;
    private long _nans;

    internal override long? NanCount => _nans;

    internal override ScalarValue Minimum => T.IsZero(_minimum) ? -0.0 : double.CreateChecked(_minimum);

    internal override ScalarValue Maximum => T.IsZero(_maximum) ? 0.0 : double.CreateChecked(_maximum);

    protected override void AddAll(ReadOnlySpan<T> values)
    {
        int i = 0;
        Vector<T> low = new(_minimum), high = new(_maximum);
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> next = new(values[i..]);
            if (!Vector.EqualsAll(next, next))
                break;
            low = Vector.Min(low, next);
            high = Vector.Max(high, next);
        }
        for (int lane = 0; lane < Vector<T>.Count; lane++)
        {
            _minimum = T.Min(_minimum, low[lane]);
            _maximum = T.Max(_maximum, high[lane]);
        }
        for (; i < values.Length; i++)
            AddOne(values[i]);
    }

    protected override void AddOne(T value)
    {
        if (T.IsNaN(value))
        {
            _nans++;
            return;
        }
        _minimum = T.Min(_minimum, value);
        _maximum = T.Max(_maximum, value);
    }
}
