using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of whole numbers, also of dates, times and timestamps.</summary>
internal sealed class IntegerBounds<T>(Func<T, ScalarValue> toScalar) : NumericBounds<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private T _minimum = T.MaxValue;
    private T _maximum = T.MinValue;

    internal override ScalarValue Minimum => toScalar(_minimum);

    internal override ScalarValue Maximum => toScalar(_maximum);

    protected override void AddAll(ReadOnlySpan<T> values)
    {
        int i = 0;
        if (values.Length >= Vector<T>.Count)
        {
            Vector<T> low = new(_minimum), high = new(_maximum);
            for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> next = new(values[i..]);
                low = Vector.Min(low, next);
                high = Vector.Max(high, next);
            }
            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                _minimum = T.Min(_minimum, low[lane]);
                _maximum = T.Max(_maximum, high[lane]);
            }
        }
        for (; i < values.Length; i++)
            AddOne(values[i]);
    }

    protected override void AddOne(T value)
    {
        _minimum = T.Min(_minimum, value);
        _maximum = T.Max(_maximum, value);
    }
}
