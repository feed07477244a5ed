using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
        Decide(MemoryMarshal.AsBytes(truth));
        ColumnNode.MarkNulls(a, truth);
        ColumnNode.MarkNulls(b, truth);
    }

    // Replaces signs, of which -1, 0, 1 and the mark of a null become 0 to 3, by what they mean.
    private void Decide(Span<byte> signs)
    {
        Vector128<byte> meaning = Vector128.Create(Of(-1), Of(0), Of(1), (byte)TruthValue.Unknown, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        int i = 0;
        for (; i + Vector128<byte>.Count <= signs.Length; i += Vector128<byte>.Count)
            Vector128.ShuffleNative(meaning, Vector128.Create<byte>(signs[i..]) + Vector128<byte>.One).CopyTo(signs[i..]);
        for (; i < signs.Length; i++)
            signs[i] = meaning[(byte)(signs[i] + 1)];

        byte Of(int sign) => (byte)(accepted.Has(sign) ? TruthValue.True : TruthValue.False);
    }

    /// <summary>The signs that make the comparison true.</summary>
    protected SignSet Accepted => accepted;

    /// <summary>What a comparison may write where a value is null.</summary>
    protected const sbyte Null = 2;

    /// <summary>Writes the sign of each comparison.</summary>
    protected abstract void Compare(ColumnView left, ColumnView right, Span<sbyte> signs);
}

/// <summary>Compares two columns and has an answer for nulls too: two of them are the same, one of them is not the same as a value.</summary>
/// <param name="comparison">Equality for 'is not distinct from', inequality for 'is distinct from'; unknown where a value is null.</param>
/// <param name="bothNull">True where both values are null.</param>
/// <param name="whenBothNull">What two nulls mean; one null means the opposite.</param>
internal sealed class NullSafePairNode(TruthNode comparison, TruthNode bothNull, bool whenBothNull) : TruthNode
{
    public override void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        comparison.Evaluate(batch, truth);
        int row = truth.IndexOf(TruthValue.Unknown);
        if (row < 0)
            return;
        TruthValue[] rented = ArrayPool<TruthValue>.Shared.Rent(truth.Length);
        try
        {
            Span<TruthValue> nulls = rented.AsSpan(0, truth.Length);
            bothNull.Evaluate(batch, nulls);
            for (; row < truth.Length; row++)
                if (truth[row] == TruthValue.Unknown)
                    truth[row] = nulls[row] == TruthValue.True == whenBothNull ? TruthValue.True : TruthValue.False;
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(rented);
        }
    }
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
        if (Accepted.IsSymmetric && a.IsPlain && b.IsPlain)
            FindDifferences(a, b, signs);
        else
            Compare(a, b, signs);
    }

    private void Compare(ByteColumn a, ByteColumn b, Span<sbyte> signs)
    {
        bool hasNulls = a.HasNulls || b.HasNulls;
        for (int i = 0; i < signs.Length; i++)
            signs[i] = hasNulls && (a.IsNull(i) || b.IsNull(i)) ? Null : Accepted.IsSymmetric ? Difference(a[i], b[i]) : (sbyte)Math.Sign(a[i].SequenceCompareTo(b[i]));
    }

    // Which of the two is greater does not matter, and where one is null any sign will do.
    private static void FindDifferences(ByteColumn a, ByteColumn b, Span<sbyte> signs)
    {
        ReadOnlySpan<int> offsetsOfA = a.Offsets, offsetsOfB = b.Offsets;
        ReadOnlySpan<byte> bytesOfA = a.Bytes, bytesOfB = b.Bytes;
        for (int i = 0; i < signs.Length; i++)
        {
            int startOfA = offsetsOfA[i], startOfB = offsetsOfB[i], length = offsetsOfA[i + 1] - startOfA;
            if (length != offsetsOfB[i + 1] - startOfB)
                signs[i] = 1;
            else if (length is > 0 and <= sizeof(ulong) && startOfA <= bytesOfA.Length - sizeof(ulong) && startOfB <= bytesOfB.Length - sizeof(ulong))
                signs[i] = Differ(BinaryPrimitives.ReadUInt64LittleEndian(bytesOfA[startOfA..]), BinaryPrimitives.ReadUInt64LittleEndian(bytesOfB[startOfB..]), length) ? (sbyte)1 : (sbyte)0;
            else
                signs[i] = Difference(bytesOfA.Slice(startOfA, length), bytesOfB.Slice(startOfB, length));
        }
    }

    // Compares the first bytes of two words; those of the next values are shifted out.
    private static bool Differ(ulong a, ulong b, int bytes) => (a ^ b) << (8 * (sizeof(ulong) - bytes)) != 0;

    private static sbyte Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceEqual(b) ? (sbyte)0 : (sbyte)1;
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
