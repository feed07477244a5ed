using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Compares two columns row by row; unknown where one is null.</summary>
internal abstract class PairNode(int left, int right, SignSet accepted) : TruthNode
{
    public sealed override void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        ColumnView a = ColumnView.Of(batch.Column(left)), b = ColumnView.Of(batch.Column(right));
        Span<sbyte> signs = MemoryMarshal.Cast<TruthValue, sbyte>(truth);
        Compare(a, b, signs);
        for (int i = 0; i < signs.Length; i++)
            truth[i] = signs[i] == Null ? TruthValue.Unknown : accepted.Has(signs[i]) ? TruthValue.True : TruthValue.False;
        ColumnNode.MarkNulls(a, truth);
        ColumnNode.MarkNulls(b, truth);
    }

    /// <summary>What a comparison may write where a value is null.</summary>
    protected const sbyte Null = 2;

    /// <summary>Writes the sign of each comparison.</summary>
    protected abstract void Compare(ColumnView left, ColumnView right, Span<sbyte> signs);
}

/// <summary>Two columns of one fixed-width type.</summary>
internal sealed class SamePairNode<T>(int left, int right, SignSet accepted) : PairNode(left, right, accepted)
    where T : unmanaged, INumber<T>
{
    protected override void Compare(ColumnView left, ColumnView right, Span<sbyte> signs)
    {
        ReadOnlySpan<T> a = left.Values<T>(), b = right.Values<T>();
        for (int i = 0; i < signs.Length; i++)
            signs[i] = (sbyte)(a[i] < b[i] ? -1 : a[i] > b[i] ? 1 : a[i] == b[i] ? 0 : (T.IsNaN(a[i]) ? 1 : 0) - (T.IsNaN(b[i]) ? 1 : 0));
    }
}

/// <summary>Two bool columns; false is less than true.</summary>
internal sealed class BooleanPairNode(int left, int right, SignSet accepted) : PairNode(left, right, accepted)
{
    protected override void Compare(ColumnView left, ColumnView right, Span<sbyte> signs)
    {
        for (int i = 0; i < signs.Length; i++)
        {
            bool a = Bitmap.Get(left.Data.Buffers[1].Span, left.Offset + i), b = Bitmap.Get(right.Data.Buffers[1].Span, right.Offset + i);
            signs[i] = (sbyte)a.CompareTo(b);
        }
    }
}

/// <summary>Two columns of text, binary or UUID, plain or dictionary-encoded.</summary>
internal sealed class BytePairNode(int left, int right, SignSet accepted) : PairNode(left, right, accepted)
{
    protected override void Compare(ColumnView left, ColumnView right, Span<sbyte> signs)
    {
        ByteColumn a = new(left.Data), b = new(right.Data);
        for (int i = 0; i < signs.Length; i++)
            signs[i] = a.IsNull(i) || b.IsNull(i) ? Null : (sbyte)Math.Sign(a[i].SequenceCompareTo(b[i]));
    }
}

/// <summary>Two columns of different number types, compared by exact value.</summary>
internal sealed class NumberPairNode(int left, PhysicalType leftType, int right, PhysicalType rightType, SignSet accepted) : PairNode(left, right, accepted)
{
    protected override void Compare(ColumnView left, ColumnView right, Span<sbyte> signs)
    {
        for (int i = 0; i < signs.Length; i++)
            signs[i] = (sbyte)Math.Sign(Compare(left, right, i));
    }

    private int Compare(ColumnView left, ColumnView right, int row)
    {
        bool leftFloats = leftType.ScalarKind == ScalarKind.Float, rightFloats = rightType.ScalarKind == ScalarKind.Float;
        if (leftFloats && rightFloats)
            return ScalarValue.CompareFloats(ReadFloat(left, leftType, row), ReadFloat(right, rightType, row));
        if (leftFloats)
            return -CompareExactly(ReadWhole(right, rightType, row), rightType.Scale, ReadFloat(left, leftType, row));
        if (rightFloats)
            return CompareExactly(ReadWhole(left, leftType, row), leftType.Scale, ReadFloat(right, rightType, row));
        return CompareScaled(ReadWhole(left, leftType, row), leftType.Scale, ReadWhole(right, rightType, row), rightType.Scale);
    }

    private static double ReadFloat(ColumnView column, PhysicalType type, int row) =>
        type.Kind == PhysicalTypeKind.Float ? column.Values<float>()[row] : column.Values<double>()[row];

    private static Int128 ReadWhole(ColumnView column, PhysicalType type, int row) => type.Kind switch
    {
        PhysicalTypeKind.Int32 => column.Values<int>()[row],
        PhysicalTypeKind.Int64 => column.Values<long>()[row],
        _ => column.Values<Int128>()[row],
    };

    // Divides the finer value down instead of multiplying the coarser one up, which could overflow.
    private static int CompareScaled(Int128 a, int scaleOfA, Int128 b, int scaleOfB)
    {
        if (scaleOfA < scaleOfB)
            return -CompareScaled(b, scaleOfB, a, scaleOfA);
        Int128 power = 1;
        for (int i = scaleOfB; i < scaleOfA; i++)
            power *= 10;
        (Int128 whole, Int128 rest) = Int128.DivRem(a, power);
        int byWhole = whole.CompareTo(b);
        return byWhole != 0 ? byWhole : Int128.Sign(rest);
    }

    private static int CompareExactly(Int128 unscaled, int scale, double other)
    {
        if (double.IsNaN(other) || double.IsPositiveInfinity(other))
            return -1;
        if (double.IsNegativeInfinity(other))
            return 1;
        double near = (double)unscaled / Math.Pow(10, scale);
        if (Math.Abs(near - other) > 1e-9 * Math.Max(Math.Abs(near), Math.Abs(other)))
            return near.CompareTo(other);
        return new ExactNumber(unscaled, BigInteger.Pow(10, scale)).CompareTo(ExactNumber.OfDouble(other));
    }
}
