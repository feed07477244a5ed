using System.IO.Compression;
using System.Security.Cryptography;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Writes an Avro object container file into memory. The schema's JSON is stored byte for byte.</summary>
internal sealed class AvroFileWriter
{
    private const int BlockBytes = 1 << 20;
    private readonly AvroEncoder _file = new();
    private readonly AvroEncoder _block = new();
    private readonly byte[] _sync;
    private readonly bool _deflate;
    private long _count;

    public AvroFileWriter(string schemaJson, IEnumerable<KeyValuePair<string, string>> metadata, bool deflate = true, byte[]? sync = null)
    {
        _deflate = deflate;
        _sync = sync ?? RandomNumberGenerator.GetBytes(16);
        AvroEncoder header = new();
        header.WriteRaw("Obj\u0001"u8);
        KeyValuePair<string, string>[] entries = [.. metadata, new("avro.schema", schemaJson), new("avro.codec", deflate ? "deflate" : "null")];
        header.WriteArray(entries, static (encoder, entry) =>
        {
            encoder.WriteString(entry.Key);
            encoder.WriteString(entry.Value);
        });
        header.WriteRaw(_sync);
        _file.WriteRaw(header.Written.Span);
    }

    /// <summary>Writes one record with the encoder that is passed on.</summary>
    public void Append<T>(T record, Action<AvroEncoder, T> write)
    {
        write(_block, record);
        _count++;
        if (_block.Length >= BlockBytes)
            Flush();
    }

    public ReadOnlyMemory<byte> Complete()
    {
        Flush();
        return _file.Written;
    }

    private void Flush()
    {
        if (_count == 0)
            return;
        ReadOnlyMemory<byte> content = _deflate ? Deflate(_block.Written) : _block.Written;
        _file.WriteLong(_count);
        _file.WriteLong(content.Length);
        _file.WriteRaw(content.Span);
        _file.WriteRaw(_sync);
        _block.Clear();
        _count = 0;
    }

    private static ReadOnlyMemory<byte> Deflate(ReadOnlyMemory<byte> content)
    {
        MemoryStream target = new();
        using (DeflateStream deflate = new(target, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(content.Span);
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
