using System.Numerics;

namespace DataMesh.Adapters;

/// <summary>Bit maps in the order that Arrow and DuckDB share: the least significant bit of a byte comes first.</summary>
internal static class Bits
{
    internal static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;

    internal static void Set(Span<byte> bits, int index, bool value)
    {
        byte mask = (byte)(1 << (index & 7));
        bits[index >> 3] = value ? (byte)(bits[index >> 3] | mask) : (byte)(bits[index >> 3] & ~mask);
    }

    /// <summary>Copies bits; bits of the target outside the range keep their value.</summary>
    internal static void Copy(ReadOnlySpan<byte> source, int sourceStart, Span<byte> target, int targetStart, int count)
    {
        int done = 0;
        if ((targetStart & 7) == 0)
        {
            int shift = sourceStart & 7;
            for (; done + 8 <= count; done += 8)
            {
                int at = (sourceStart + done) >> 3;
                target[(targetStart + done) >> 3] = shift == 0 ? source[at] : (byte)(source[at] >> shift | source[at + 1] << (8 - shift));
            }
        }
        for (; done < count; done++)
            Set(target, targetStart + done, Get(source, sourceStart + done));
    }

    internal static void Fill(Span<byte> target, int start, int count)
    {
        int done = 0;
        for (; done < count && ((start + done) & 7) != 0; done++)
            Set(target, start + done, true);
        int bytes = (count - done) >> 3;
        target.Slice((start + done) >> 3, bytes).Fill(0xFF);
        for (done += bytes * 8; done < count; done++)
            Set(target, start + done, true);
    }

    internal static int Count(ReadOnlySpan<byte> bits, int start, int count)
    {
        int set = 0;
        int done = 0;
        for (; done < count && ((start + done) & 7) != 0; done++)
            set += Get(bits, start + done) ? 1 : 0;
        for (; done + 8 <= count; done += 8)
            set += BitOperations.PopCount(bits[(start + done) >> 3]);
        for (; done < count; done++)
            set += Get(bits, start + done) ? 1 : 0;
        return set;
    }
}
