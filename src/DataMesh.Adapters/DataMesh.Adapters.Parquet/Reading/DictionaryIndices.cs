namespace DataMesh.Adapters;

/// <summary>The indices of a page into its column's dictionary.</summary>
internal static class DictionaryIndices
{
    internal static RunDecoder Open(ColumnPages pages)
    {
        if (pages.Start >= pages.End)
            return new RunDecoder(pages.Bytes, pages.End, pages.End, 0);
        return new RunDecoder(pages.Bytes, pages.Start + 1, pages.End, pages.Bytes[pages.Start]);
    }

    /// <exception cref="InvalidDataException">The index lies outside the dictionary.</exception>
    internal static int Check(int index, int count) => (uint)index < (uint)count ? index : throw Outside();

    /// <exception cref="InvalidDataException">An index lies outside the dictionary.</exception>
    internal static void Check(ReadOnlySpan<int> indices, int count)
    {
        uint greatest = 0;
        foreach (int index in indices)
            greatest = Math.Max(greatest, (uint)index);
        if (indices.Length > 0 && greatest >= (uint)count)
            throw Outside();
    }

    private static InvalidDataException Outside() => new("a page refers to an entry that its dictionary does not have");
}
