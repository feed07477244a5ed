using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>Writes levels as the hybrid of runs and bit-packed groups, with their length before them (parquet-format, "RLE/Bit-Packing Hybrid").</summary>
internal static class LevelEncoder
{
    private const int Group = 8;
    private const int MostGroups = 63;

    /// <summary>Appends levels; nothing when all must be 0.</summary>
    internal static void Write(BytesRows target, ReadOnlySpan<byte> levels, int greatest)
    {
        if (greatest == 0)
            return;
        int width = RunDecoder.WidthOf(greatest), start = target.Length;
        target.Extend(sizeof(int));
        for (int at = 0; at < levels.Length;)
        {
            int run = Run(levels[at..]);
            int count = run >= Group ? run : Scattered(levels[at..]);
            if (run >= Group)
                WriteRun(target, count, levels[at]);
            else
                WritePacked(target, levels.Slice(at, count), width);
            at += count;
        }
        BinaryPrimitives.WriteInt32LittleEndian(target.Bytes.AsSpan(start), target.Length - start - sizeof(int));
    }

    private static int Run(ReadOnlySpan<byte> levels)
    {
        int end = levels.IndexOfAnyExcept(levels[0]);
        return end < 0 ? levels.Length : end;
    }

    // Whole groups until a run starts; the last may be cut off by the end.
    private static int Scattered(ReadOnlySpan<byte> levels)
    {
        int end = Group;
        while (end < levels.Length && end < MostGroups * Group && Run(levels[end..]) < Group)
            end += Group;
        return Math.Min(end, levels.Length);
    }

    // Levels have at most eight bits: the schema is not that deep.
    private static void WriteRun(BytesRows target, int count, byte level)
    {
        WriteHeader(target, (uint)count << 1);
        target.Add([level]);
    }

    private static void WritePacked(BytesRows target, ReadOnlySpan<byte> levels, int width)
    {
        int groups = (levels.Length + Group - 1) / Group;
        WriteHeader(target, (uint)(groups << 1) | 1);
        Span<byte> packed = target.Extend(groups * width);
        packed.Clear();
        for (int i = 0, bit = 0; i < levels.Length; i++, bit += width)
        {
            int shifted = levels[i] << (bit & 7);
            packed[bit >> 3] |= (byte)shifted;
            if (shifted > byte.MaxValue)
                packed[(bit >> 3) + 1] |= (byte)(shifted >> 8);
        }
    }

    private static void WriteHeader(BytesRows target, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            target.Add([(byte)(value | 0x80)]);
        target.Add([(byte)value]);
    }
}
