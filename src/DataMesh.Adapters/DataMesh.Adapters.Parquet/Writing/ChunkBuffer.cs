using System.IO.Hashing;

namespace DataMesh.Adapters;

/// <summary>The pages of one column of the row group being written, compressed, with headers of our own: without statistics, with checksums.</summary>
internal sealed class ChunkBuffer(PageCompressor compressor) : IDisposable
{
    private const int DataPageHeader = 5;
    private const int DictionaryPageHeader = 7;
    private readonly BytesRows _page = new(int.MaxValue);
    private readonly BytesRows _header = new(int.MaxValue);
    private readonly BytesRows _stored = new(int.MaxValue);
    private readonly SortedSet<int> _encodings = [];

    internal ReadOnlyMemory<byte> Stored => _stored.Bytes.AsMemory(0, _stored.Length);

    /// <summary>All pages with their headers, before compression.</summary>
    internal long PlainBytes { get; private set; }

    /// <summary>The stored bytes of the dictionary page; 0 when there is none.</summary>
    internal int DictionaryBytes { get; private set; }

    internal IReadOnlyCollection<int> Encodings => _encodings;

    internal int Codec => compressor.Codec;

    internal void AddDictionary(int entries, ReadOnlySpan<byte> plain)
    {
        Add(ParquetPageKind.Dictionary, plain, header =>
        {
            header.BeginStruct(DictionaryPageHeader);
            header.Int32(1, entries);
            header.Int32(2, Encode(ParquetEncoding.Plain));
            header.EndStruct();
        });
        DictionaryBytes = _stored.Length;
    }

    internal void AddData(int rows, ParquetEncoding encoding, ReadOnlySpan<byte> plain) => Add(ParquetPageKind.Data, plain, header =>
    {
        header.BeginStruct(DataPageHeader);
        header.Int32(1, rows);
        header.Int32(2, Encode(encoding));
        header.Int32(3, Encode(ParquetEncoding.Rle));
        header.Int32(4, Encode(ParquetEncoding.Rle));
        header.EndStruct();
    });

    public void Dispose()
    {
        _page.Dispose();
        _header.Dispose();
        _stored.Dispose();
    }

    private void Add(ParquetPageKind kind, ReadOnlySpan<byte> plain, Action<ThriftCompactWriter> writeKind)
    {
        _page.Clear();
        int stored = compressor.Compress(plain, _page);
        _header.Clear();
        ThriftCompactWriter header = new(_header);
        header.BeginElement();
        header.Int32(1, (int)kind);
        header.Int32(2, plain.Length);
        header.Int32(3, stored);
        header.Int32(4, (int)Crc32.HashToUInt32(_page.Bytes.AsSpan(0, stored)));
        writeKind(header);
        header.EndStruct();
        _stored.Add(_header.Bytes.AsSpan(0, _header.Length));
        _stored.Add(_page.Bytes.AsSpan(0, stored));
        PlainBytes += _header.Length + plain.Length;
    }

    private int Encode(ParquetEncoding encoding)
    {
        _encodings.Add((int)encoding);
        return (int)encoding;
    }
}
