using System.Buffers.Binary;

namespace DataMesh.Tests;

/// <summary>Damages files in the ways that break readers: bits, numbers at their edges, missing, repeated and foreign parts.</summary>
internal static class Mutation
{
    private static readonly int[] Numbers = [0, 1, -1, 7, 8, 16, 127, 128, 255, 256, 32767, 65535, 65536, 1 << 20, 1 << 24, 1 << 30, int.MaxValue, int.MinValue, int.MaxValue - 7];

    public static byte[] Apply(List<byte[]> seeds, int number, int seed)
    {
        Random random = new(HashCode.Combine(seed * 7919, number));
        List<byte> content = [.. seeds[number % seeds.Count]];
        for (int times = random.Next(1, random.Next(1, 9)); times >= 0 && content.Count > 16; times--)
            Once(content, seeds, random);
        return [.. content];
    }

    private static void Once(List<byte> content, List<byte[]> seeds, Random random)
    {
        int at = Place(content.Count, random);
        int length = Math.Min(random.Next(1, 40), content.Count - at);
        switch (random.Next(10))
        {
            case < 3:
                content[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                content[at] = (byte)random.Next(256);
                break;
            case 4 or 5:
                Write(content, at, Numbers[random.Next(Numbers.Length)], random.Next(2) == 0);
                break;
            case 6:
                Write(content, at, Read(content, at) + random.Next(-64, 65), wide: false);
                break;
            case 7:
                content.RemoveRange(at, length);
                break;
            case 8:
                content.InsertRange(at, content.GetRange(at, length));
                break;
            default:
                byte[] other = seeds[random.Next(seeds.Count)];
                for (int i = 0, from = random.Next(other.Length); i < length && from + i < other.Length; i++)
                    content[at + i] = other[from + i];
                break;
        }
    }

    // Metadata lies at the start and, in files, at the end; values are most of the rest.
    private static int Place(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(length, 1200)),
        1 => length - 1 - random.Next(Math.Min(length, 1200)),
        _ => random.Next(length),
    };

    private static int Read(List<byte> content, int at)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < 4 && at + i < content.Count; i++)
            bytes[i] = content[at + i];
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    private static void Write(List<byte> content, int at, int value, bool wide)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        for (int i = 0; i < (wide ? 8 : 4) && at + i < content.Count; i++)
            content[at + i] = bytes[i];
    }
}
