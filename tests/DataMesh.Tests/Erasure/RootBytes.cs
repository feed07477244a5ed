using System.IO.Compression;
using System.Text;

namespace DataMesh.Tests.Erasure;

/// <summary>Everything that the files of a folder say: their bytes, what their compressed blocks hold, and the rows of Parquet files as somebody else reads them.</summary>
internal static class RootBytes
{
    /// <summary>The files in which a text is, with paths below the folder.</summary>
    public static IReadOnlyList<string> FilesWith(string root, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(file => Says(file, text, bytes)).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
    }

    private static bool Says(string file, string text, byte[] bytes)
    {
        byte[] content = File.ReadAllBytes(file);
        if (file.Contains(text, StringComparison.Ordinal) || content.AsSpan().IndexOf(bytes) >= 0)
            return true;
        return Path.GetExtension(file) switch
        {
            ".avro" => AvroBlocks(content).AsSpan().IndexOf(bytes) >= 0,
            ".parquet" => RowsWith(file, text) > 0,
            _ => false,
        };
    }

    private static long RowsWith(string file, string text)
    {
        using DuckDb duck = new();
        return duck.Count($"select count(*) from read_parquet('{file}') as t where t::varchar like '%{text}%'");
    }

    // Magic, a map of metadata, a marker, then blocks: count, size, content, marker.
    private static byte[] AvroBlocks(byte[] content)
    {
        using MemoryStream blocks = new();
        int at = 4;
        for (long entries = Number(content, ref at); entries != 0; entries = Number(content, ref at))
            for (long i = 0; i < 2 * entries; i++)
            {
                int length = (int)Number(content, ref at);
                at += length;
            }
        for (at += 16; at < content.Length; at += 16)
        {
            Number(content, ref at);
            int size = (int)Number(content, ref at);
            using DeflateStream block = new(new MemoryStream(content, at, size), CompressionMode.Decompress);
            block.CopyTo(blocks);
            at += size;
        }
        return blocks.ToArray();
    }

    private static long Number(byte[] content, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = content[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }
}
