using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>The dictionary of a column of texts or bytes.</summary>
internal sealed class BytesDictionary
{
    private readonly PageBuffer _page;
    private readonly int[] _starts;

    /// <exception cref="InvalidDataException">It ends before its entries.</exception>
    internal BytesDictionary(ColumnPages pages)
    {
        _page = pages.Dictionary!;
        // Every entry has a length of four bytes before it.
        if (pages.DictionaryCount > _page.Length / 4)
            throw new InvalidDataException("a dictionary ends before its entries");
        _starts = new int[pages.DictionaryCount + 1];
        int position = 0;
        for (int i = 0; i < pages.DictionaryCount; i++)
        {
            _starts[i] = position;
            int length = _page.Length - position >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(_page.Bytes.AsSpan(position)) : -1;
            if (length < 0 || length > _page.Length - position - 4)
                throw new InvalidDataException("a dictionary ends before its entries");
            position += 4 + length;
        }
        _starts[^1] = position;
    }

    internal int Count => _starts.Length - 1;

    internal ReadOnlySpan<byte> this[int index] => _page.Bytes.AsSpan(_starts[index] + 4, _starts[index + 1] - _starts[index] - 4);
}
