using System.Buffers.Binary;

namespace DataMesh.Tests;

/// <summary>Writes deletion vectors: the portable form of 64-bit Roaring bitmaps, with arrays, bitmaps and, where they are shorter, runs.</summary>
internal static class RoaringWriter
{
    public static byte[] Vector(IEnumerable<long> positions)
    {
        MemoryStream body = new();
        body.Write([0xd1, 0xd3, 0x39, 0x64]);
        body.Write(Bitmap64([.. positions.Distinct().Order()]));
        byte[] checkedBytes = body.ToArray();
        byte[] blob = new byte[checkedBytes.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(blob, checkedBytes.Length);
        checkedBytes.CopyTo(blob, 4);
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(blob.Length - 4), Checksum(checkedBytes));
        return blob;
    }

    // One bit at a time: another way than the one under test.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Bitmap64(long[] positions)
    {
        MemoryStream stream = new();
        BinaryWriter writer = new(stream);
        IGrouping<long, long>[] parts = [.. positions.GroupBy(p => p >> 32)];
        writer.Write((long)parts.Length);
        foreach (IGrouping<long, long> part in parts)
        {
            writer.Write((uint)part.Key);
            WriteBitmap(writer, [.. part.Select(p => (uint)p)]);
        }
        return stream.ToArray();
    }

    private static void WriteBitmap(BinaryWriter writer, uint[] values)
    {
        (ushort Key, ushort[] Values, bool IsRun)[] containers = [.. values.GroupBy(v => v >> 16).Select(g => ((ushort)g.Key, g.Select(v => (ushort)v).ToArray(), Runs([.. g.Select(v => (ushort)v)]).Count * 4 < Math.Min(8192, 2 * g.Count())))];
        bool hasRuns = containers.Any(c => c.IsRun);
        if (hasRuns)
        {
            writer.Write((uint)(12347 | (containers.Length - 1) << 16));
            byte[] flags = new byte[(containers.Length + 7) / 8];
            foreach ((int i, (_, _, bool isRun)) in containers.Index())
                flags[i / 8] |= (byte)(isRun ? 1 << (i % 8) : 0);
            writer.Write(flags);
        }
        else
        {
            writer.Write(12346u);
            writer.Write((uint)containers.Length);
        }
        foreach ((ushort key, ushort[] items, _) in containers)
        {
            writer.Write(key);
            writer.Write((ushort)(items.Length - 1));
        }
        byte[][] bodies = [.. containers.Select(c => Body(c.Values, c.IsRun))];
        if (!hasRuns || containers.Length >= 4)
        {
            int offset = (hasRuns ? 4 + (containers.Length + 7) / 8 : 8) + 8 * containers.Length;
            foreach (byte[] body in bodies)
            {
                writer.Write((uint)offset);
                offset += body.Length;
            }
        }
        foreach (byte[] body in bodies)
            writer.Write(body);
    }

    private static byte[] Body(ushort[] values, bool isRun)
    {
        MemoryStream stream = new();
        BinaryWriter writer = new(stream);
        if (isRun)
        {
            List<(ushort First, ushort More)> runs = Runs(values);
            writer.Write((ushort)runs.Count);
            foreach ((ushort first, ushort more) in runs)
            {
                writer.Write(first);
                writer.Write(more);
            }
        }
        else if (values.Length > 4096)
        {
            byte[] bits = new byte[8192];
            foreach (ushort value in values)
                bits[value / 8] |= (byte)(1 << (value % 8));
            writer.Write(bits);
        }
        else
            foreach (ushort value in values)
                writer.Write(value);
        return stream.ToArray();
    }

    private static List<(ushort First, ushort More)> Runs(ushort[] values)
    {
        List<(ushort First, ushort More)> runs = [];
        foreach (ushort value in values)
            if (runs.Count > 0 && value == runs[^1].First + runs[^1].More + 1)
                runs[^1] = (runs[^1].First, (ushort)(runs[^1].More + 1));
            else
                runs.Add((value, 0));
        return runs;
    }
}
