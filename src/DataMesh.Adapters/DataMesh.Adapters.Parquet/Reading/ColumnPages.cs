using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataMesh.Adapters;

/// <summary>The pages of one column chunk, one after another, decompressed.</summary>
internal sealed class ColumnPages : IDisposable
{
    private readonly ReadOnlyMemory<byte> _chunk;
    private readonly int _codec;
    private readonly LevelShape _shape;
    private readonly bool _verify;
    private readonly List<ParquetPage> _pages;
    private readonly PageBuffer _page;
    private int _next;
    private RunDecoder _definitions;
    private RunDecoder _repetitions;

    /// <param name="bytes">The column chunk; it stays the caller's and must outlive the pages.</param>
    /// <param name="chunk">What the footer says about it.</param>
    /// <param name="shape">The levels of the column.</param>
    /// <param name="budget">What decompressed pages may take.</param>
    /// <param name="verify">True to compare checksums.</param>
    internal ColumnPages(ReadOnlyMemory<byte> bytes, ParquetChunk chunk, LevelShape shape, DecodeBudget budget, bool verify)
    {
        _chunk = bytes;
        _codec = chunk.Codec;
        _shape = shape;
        _verify = verify;
        _pages = ParquetPageWalk.Of(bytes.Span, chunk);
        _page = new PageBuffer(budget);
        Budget = budget;
        if (_pages.Count > 0 && _pages[0].Header.Kind == ParquetPageKind.Dictionary)
        {
            Dictionary = new PageBuffer(budget);
            DictionaryCount = _pages[0].Header.ValueCount;
            Load(_pages[_next++], Dictionary, 0);
        }
    }

    internal DecodeBudget Budget { get; }

    /// <summary>The entries of the dictionary in plain encoding; null when there is none.</summary>
    internal PageBuffer? Dictionary { get; }

    internal int DictionaryCount { get; }

    /// <summary>True when every page refers to the dictionary.</summary>
    internal bool IsDictionaryOnly => Dictionary is not null && _pages.Skip(1).All(page => IsIndexed(page.Header.Encoding));

    /// <summary>The bytes of the current page, with slack behind the end.</summary>
    internal byte[] Bytes => _page.Bytes;

    /// <summary>Where the values of the current page start.</summary>
    internal int Start { get; private set; }

    /// <summary>Where the current page ends.</summary>
    internal int End => _page.Length;

    /// <summary>Places for values in the current page, nulls included; below lists and maps those of items that exist.</summary>
    internal int ValueCount { get; private set; }

    /// <summary>Levels in the current page: as many as places, and one for each list or map without items.</summary>
    internal int LevelCount { get; private set; }

    internal ParquetEncoding Encoding { get; private set; }

    internal static bool IsIndexed(ParquetEncoding encoding) => encoding is ParquetEncoding.RleDictionary or ParquetEncoding.PlainDictionary;

    /// <summary>Opens the next page that has values.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    internal void MoveNext()
    {
        do
            MoveNextLevels();
        while (ValueCount == 0);
    }

    /// <summary>Opens the next page, also one without places for values.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    internal void MoveNextLevels()
    {
        if (_next == _pages.Count)
            throw new InvalidDataException("its pages hold fewer values than its rows");
        Open(_pages[_next++]);
    }

    /// <summary>Passes over the next page of a flat column, without decompressing it, if it has no more rows than these.</summary>
    /// <returns>How many rows were passed over; 0 when the page has more.</returns>
    internal int SkipPage(int rows)
    {
        if (_next == _pages.Count || _pages[_next].Header.ValueCount > rows)
            return 0;
        return _pages[_next++].Header.ValueCount;
    }

    /// <summary>Reads the next places as 1 for a value and 0 for a null.</summary>
    /// <returns>How many are values.</returns>
    internal int ReadLevels(Span<byte> levels)
    {
        if (_shape.MaxDefinition == 0)
        {
            levels.Fill(1);
            return levels.Length;
        }
        return _shape.IsFlat ? _definitions.ReadFlags(levels) : _shape.ReadPlaces(ref _definitions, levels);
    }

    /// <summary>Reads the next levels as they are stored.</summary>
    /// <exception cref="InvalidDataException">A level is greater than the schema allows.</exception>
    internal void ReadLevels(Span<byte> repetitions, Span<byte> definitions)
    {
        LevelShape.Read(ref _repetitions, repetitions, _shape.MaxRepetition);
        LevelShape.Read(ref _definitions, definitions, _shape.MaxDefinition);
    }

    public void Dispose()
    {
        _page.Dispose();
        Dictionary?.Dispose();
    }

    private void Open(ParquetPage page)
    {
        ParquetPageHeader header = page.Header;
        LevelCount = header.ValueCount;
        Encoding = header.Encoding;
        if (IsIndexed(Encoding) && Dictionary is null)
            throw new InvalidDataException("a page refers to a dictionary that is missing");
        if (header.Kind == ParquetPageKind.DataV2)
        {
            Start = header.RepetitionBytes + header.DefinitionBytes;
            Load(page, _page, Start);
            _repetitions = new RunDecoder(Bytes, 0, header.RepetitionBytes, RunDecoder.WidthOf(_shape.MaxRepetition));
            _definitions = new RunDecoder(Bytes, header.RepetitionBytes, Start, RunDecoder.WidthOf(_shape.MaxDefinition));
        }
        else
        {
            Load(page, _page, 0);
            Start = 0;
            if (_shape.MaxRepetition > 0)
                _repetitions = OpenLevels(header, _shape.MaxRepetition);
            if (_shape.MaxDefinition > 0)
                _definitions = OpenLevels(header, _shape.MaxDefinition);
        }
        ValueCount = _shape.CountPlaces(_definitions, LevelCount);
    }

    private RunDecoder OpenLevels(ParquetPageHeader header, int greatest)
    {
        if (header.LevelEncoding != ParquetEncoding.Rle)
            throw new InvalidDataException("a page has levels in an encoding that is out of use");
        int length = End - Start >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(Start)) : -1;
        if (length < 0 || length > End - Start - 4)
            throw new InvalidDataException("the levels of a page are larger than the page");
        int first = Start + 4;
        Start = first + length;
        return new RunDecoder(Bytes, first, Start, RunDecoder.WidthOf(greatest));
    }

    private void Load(ParquetPage page, PageBuffer target, int levelBytes)
    {
        ParquetPageHeader header = page.Header;
        ReadOnlySpan<byte> stored = _chunk.Span.Slice(page.Start, header.StoredBytes);
        if (_verify && header.Checksum is { } checksum && Crc32.HashToUInt32(stored) != checksum)
            throw new InvalidDataException("the checksum of a page is not that of its bytes");
        target.Reset(header.PlainBytes);
        stored[..levelBytes].CopyTo(target.Span);
        if (_codec == 0 || (header.Kind == ParquetPageKind.DataV2 && !header.IsCompressed))
            stored[levelBytes..].CopyTo(target.Span[levelBytes..]);
        else if (header.PlainBytes > levelBytes)
            PageDecompressor.Decompress(_codec, stored[levelBytes..], target.Span[levelBytes..]);
    }
}
