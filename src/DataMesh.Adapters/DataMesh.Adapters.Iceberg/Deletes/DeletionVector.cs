using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The Puffin blob <c>deletion-vector-v1</c>: row positions as a 64-bit Roaring bitmap, with length, magic number and checksum.</summary>
internal static class DeletionVector
{
    private const int Framing = 12;
    private const int RunCookie = 12347;
    private const int PlainCookie = 12346;
    private const int WithoutOffsets = 4;
    private const int LongestArray = 4096;
    private const int BitmapBytes = 8192;

    private static ReadOnlySpan<byte> Magic => [0xd1, 0xd3, 0x39, 0x64];

    /// <exception cref="InvalidDataException">The blob is damaged.</exception>
    public static PositionSet Parse(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < Framing + 8 || BinaryPrimitives.ReadInt32BigEndian(blob) != blob.Length - 8 || !blob.Slice(4, 4).SequenceEqual(Magic))
            throw new InvalidDataException("it is not a deletion vector");
        if (Crc32.HashToUInt32(blob[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(blob[^4..]))
            throw new InvalidDataException("the checksum of its deletion vector is wrong");
        Input input = new(blob[8..^4]);
        PositionSet set = new();
        long previous = -1;
        for (ulong bitmaps = input.Take64(); bitmaps > 0; bitmaps--)
        {
            uint key = input.Take32();
            if (key > int.MaxValue || key <= previous)
                throw new InvalidDataException("the parts of its deletion vector are out of order");
            previous = key;
            ParseBitmap(ref input, (long)key << 16, set);
        }
        return input.IsEmpty ? set : throw new InvalidDataException("bytes follow its deletion vector");
    }

    // The portable form of a 32-bit Roaring bitmap.
    private static void ParseBitmap(ref Input input, long firstChunk, PositionSet set)
    {
        uint cookie = input.Take32();
        bool hasRuns = (cookie & 0xffff) == RunCookie;
        if (!hasRuns && cookie != PlainCookie)
            throw new InvalidDataException("a bitmap of its deletion vector is of an unknown form");
        int count = hasRuns ? (int)(cookie >> 16) + 1 : (int)Math.Min(input.Take32(), int.MaxValue);
        ReadOnlySpan<byte> runs = hasRuns ? input.Take((count + 7) / 8) : [];
        ReadOnlySpan<byte> header = input.Take(4L * count);
        if (!hasRuns || count >= WithoutOffsets)
            input.Take(4L * count);
        int last = -1;
        for (int i = 0; i < count; i++)
        {
            int chunk = BinaryPrimitives.ReadUInt16LittleEndian(header[(4 * i)..]);
            if (chunk <= last)
                throw new InvalidDataException("the parts of its deletion vector are out of order");
            last = chunk;
            int cardinality = BinaryPrimitives.ReadUInt16LittleEndian(header[(4 * i + 2)..]) + 1;
            AddContainer(ref input, set, firstChunk + chunk, cardinality, hasRuns && (runs[i / 8] >> (i % 8) & 1) != 0);
        }
    }

    private static void AddContainer(ref Input input, PositionSet set, long chunk, int cardinality, bool isRuns)
    {
        if (isRuns)
        {
            (ushort First, ushort More)[] runs = new (ushort, ushort)[input.Take16()];
            for (int i = 0; i < runs.Length; i++)
            {
                runs[i] = (input.Take16(), input.Take16());
                if (runs[i].First + runs[i].More > ushort.MaxValue || (i > 0 && runs[i].First <= runs[i - 1].First + runs[i - 1].More))
                    throw new InvalidDataException("the runs of its deletion vector are out of order");
            }
            set.AddRuns(chunk, runs);
        }
        else if (cardinality > LongestArray)
            set.AddBitmap(chunk, ToWords(input.Take(BitmapBytes)));
        else
        {
            ushort[] values = new ushort[cardinality];
            for (int i = 0; i < cardinality; i++)
                if ((values[i] = input.Take16()) <= (i > 0 ? values[i - 1] : -1))
                    throw new InvalidDataException("the positions of its deletion vector are out of order");
            set.AddValues(chunk, values);
        }
    }

    private static ulong[] ToWords(ReadOnlySpan<byte> bytes)
    {
        ulong[] words = new ulong[bytes.Length / sizeof(ulong)];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(sizeof(ulong) * i)..]);
        return words;
    }

    private ref struct Input(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsEmpty => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(long length)
        {
            if (length > _rest.Length)
                throw new InvalidDataException("its deletion vector ends too early");
            ReadOnlySpan<byte> taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }

        public ushort Take16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

        public uint Take32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

        public ulong Take64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }
}
