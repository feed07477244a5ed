using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataMesh.Adapters.Authoring;

/// <summary>A fixed-width value lies in a closed range, or does not. Every comparison of a column with a literal becomes one of these; NaN lies in no range.</summary>
internal sealed class RangeNode<T>(int ordinal, Range<T> range) : ColumnNode(ordinal)
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    protected override void Test(ColumnView column, Span<TruthValue> truth)
    {
        ReadOnlySpan<T> values = column.Values<T>();
        Span<byte> bytes = MemoryMarshal.AsBytes(truth);
        T low = range.Low, high = range.High;
        byte flip = range.IsOutside ? (byte)1 : (byte)0;
        int i = Vector256<T>.IsSupported ? TestVectors(values, bytes, flip) : 0;
        for (; i < values.Length; i++)
            bytes[i] = (byte)(Unsafe.BitCast<bool, byte>(low <= values[i] & values[i] <= high) ^ flip);
    }

    private int TestVectors(ReadOnlySpan<T> values, Span<byte> bytes, byte flip)
    {
        Vector256<T> low = Vector256.Create(range.Low), high = Vector256.Create(range.High);
        byte flips = (byte)(flip * 0xFF);
        int i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            uint inside = 0;
            for (int lane = 0; lane < 8; lane += Vector256<T>.Count)
            {
                Vector256<T> v = Vector256.Create(values[(i + lane)..]);
                Vector256<T> mask = Vector256.GreaterThanOrEqual(v, low) & Vector256.LessThanOrEqual(v, high);
                inside |= Vector256.ExtractMostSignificantBits(mask) << lane;
            }
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[i..], Bitmap.Spread((byte)(inside ^ flips)));
        }
        return i;
    }
}

/// <summary>A closed range, or what lies outside it.</summary>
internal readonly record struct Range<T>(T Low, T High, bool IsOutside = false);

/// <summary>A fixed-width value is one of a set.</summary>
internal sealed class SetNode<T>(int ordinal, FrozenSet<T> values) : ColumnNode(ordinal)
    where T : unmanaged
{
    protected override void Test(ColumnView column, Span<TruthValue> truth)
    {
        ReadOnlySpan<T> candidates = column.Values<T>();
        for (int i = 0; i < candidates.Length; i++)
            truth[i] = values.Contains(candidates[i]) ? TruthValue.True : TruthValue.False;
    }
}

/// <summary>A truth value per value of a bool column.</summary>
internal sealed class BooleanNode(int ordinal, bool whenFalse, bool whenTrue) : ColumnNode(ordinal)
{
    protected override void Test(ColumnView column, Span<TruthValue> truth)
    {
        if (truth.IsEmpty)
            return;
        Span<byte> bytes = MemoryMarshal.AsBytes(truth);
        Bitmap.Expand(column.Data.Buffers[1].Span, column.Offset, bytes);
        if (whenTrue && !whenFalse)
            return;
        foreach (ref byte bit in bytes)
            bit = Unsafe.BitCast<bool, byte>(bit == 0 ? whenFalse : whenTrue);
    }
}
