namespace DataMesh.Adapters;

/// <summary>The pages of a column chunk, found and checked before anything is decompressed or decoded.</summary>
internal static class ParquetPageWalk
{
    /// <param name="bytes">The whole column chunk.</param>
    /// <param name="chunk">What the footer says about it.</param>
    /// <exception cref="InvalidDataException">A page lies outside the chunk, or its sizes and counts cannot be.</exception>
    internal static List<ParquetPage> Of(ReadOnlySpan<byte> bytes, ParquetChunk chunk)
    {
        List<ParquetPage> pages = [];
        long values = 0;
        for (int position = 0; values < chunk.ValueCount;)
        {
            Expect(position < bytes.Length, "its pages hold fewer values than the footer says");
            ParquetPageHeader header = ParquetPageHeaderParser.Parse(bytes[position..]);
            position += header.HeaderBytes;
            Expect(header.StoredBytes <= bytes.Length - position, "a page reaches behind its column");
            if (header.Kind != ParquetPageKind.Index)
            {
                Check(header, chunk, isFirst: pages.Count == 0);
                pages.Add(new(header, position));
            }
            if (header.Kind is ParquetPageKind.Data or ParquetPageKind.DataV2)
                values += header.ValueCount;
            position += header.StoredBytes;
        }
        Expect(values == chunk.ValueCount, "its pages hold more values than the footer says");
        return pages;
    }

    private static void Check(ParquetPageHeader page, ParquetChunk chunk, bool isFirst)
    {
        Expect(page.ValueCount >= 0, "a page has no number of values");
        Expect(Enum.IsDefined(page.Encoding) && Enum.IsDefined(page.LevelEncoding), "a page has an encoding that does not exist");
        if (page.Kind == ParquetPageKind.Dictionary)
            Expect(isFirst && page.ValueCount <= page.PlainBytes && page.Encoding is ParquetEncoding.Plain or ParquetEncoding.PlainDictionary, "a dictionary is not where it belongs or too small");
        Expect(page.DefinitionBytes >= 0 && page.RepetitionBytes >= 0 && (long)page.DefinitionBytes + page.RepetitionBytes <= Math.Min(page.StoredBytes, page.PlainBytes), "the levels of a page are larger than the page");
        bool isPlain = chunk.Codec == 0 || (page.Kind == ParquetPageKind.DataV2 && !page.IsCompressed);
        Expect(!isPlain || page.StoredBytes == page.PlainBytes, "a page that is not compressed has two sizes");
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidDataException(otherwise);
    }
}

/// <summary>A page of a column chunk.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Start">Where its bytes start in the chunk.</param>
internal readonly record struct ParquetPage(ParquetPageHeader Header, int Start);
