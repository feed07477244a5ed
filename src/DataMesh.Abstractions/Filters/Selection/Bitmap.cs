using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters.Authoring;

/// <summary>Arrow bitmaps: least significant bit first, starting at any bit.</summary>
internal static class Bitmap
{
    public static int ByteCount(int bits) => (int)(((long)bits + 7) / 8);

    public static bool Get(ReadOnlySpan<byte> bitmap, int index) => (bitmap[index >> 3] >> (index & 7) & 1) != 0;

    public static void Set(Span<byte> bitmap, int index) => bitmap[index >> 3] |= (byte)(1 << (index & 7));

    /// <summary>Reads up to eight bits; bits behind the end of the bitmap are zero.</summary>
    public static byte Read8(ReadOnlySpan<byte> bitmap, int index)
    {
        int at = index >> 3, shift = index & 7;
        uint bits = bitmap[at];
        if (shift != 0 && at + 1 < bitmap.Length)
            bits |= (uint)bitmap[at + 1] << 8;
        return (byte)(bits >> shift);
    }

    /// <summary>Spreads eight bits over eight bytes of 0 or 1, the lowest bit first.</summary>
    public static ulong Spread(byte bits)
    {
        ulong separate = bits * 0x0101010101010101UL & 0x8040201008040201UL;
        return separate + 0x7F7F7F7F7F7F7F7FUL >> 7 & 0x0101010101010101UL;
    }

    /// <summary>Expands bits to bytes of 0 or 1.</summary>
    public static void Expand(ReadOnlySpan<byte> bitmap, int start, Span<byte> bytes)
    {
        int i = 0;
        for (; i + 8 <= bytes.Length; i += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[i..], Spread(Read8(bitmap, start + i)));
        for (; i < bytes.Length; i++)
            bytes[i] = Get(bitmap, start + i) ? (byte)1 : (byte)0;
    }

    /// <summary>Ors bits into a bitmap whose bits there are zero.</summary>
    public static void Append(Span<byte> target, int targetStart, ReadOnlySpan<byte> source, int sourceStart, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            int bits = Read8(source, sourceStart + i);
            if (count - i < 8)
                bits &= (1 << (count - i)) - 1;
            int at = targetStart + i >> 3, shift = targetStart + i & 7;
            target[at] |= (byte)(bits << shift);
            if (bits << shift > 0xFF)
                target[at + 1] |= (byte)(bits << shift >> 8);
        }
    }

    /// <summary>Sets a run of bits.</summary>
    public static void Fill(Span<byte> target, int start, int count)
    {
        int end = start + count;
        for (; start < end && (start & 7) != 0; start++)
            Set(target, start);
        int whole = end - start >> 3;
        target.Slice(start >> 3, whole).Fill(0xFF);
        for (start += whole * 8; start < end; start++)
            Set(target, start);
    }

    /// <summary>Copies chosen bits to the start of a zeroed bitmap.</summary>
    /// <returns>How many of them are not set.</returns>
    public static int Take(ReadOnlySpan<byte> source, int sourceStart, ReadOnlySpan<int> rows, Span<byte> target)
    {
        int set = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int at = sourceStart + rows[i];
            int bit = MemoryMarshal.GetReference(source[(at >> 3)..]) >> (at & 7) & 1;
            target[i >> 3] |= (byte)(bit << (i & 7));
            set += bit;
        }
        return rows.Length - set;
    }
}
