using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Columns of texts that are handed out as they are stored: indices into a small dictionary.</summary>
internal sealed class IndexColumnReader : ColumnReader
{
    private static readonly DictionaryType Type = new(Int32Type.Default, StringType.Default, false);
    private readonly int _count;
    private readonly byte[] _offsets;
    private readonly byte[] _texts;
    private RunDecoder _indices;
    private int _left;

    internal IndexColumnReader(ColumnPages pages, MemoryAllocator? allocator)
        : base(pages, allocator)
    {
        BytesDictionary dictionary = new(pages);
        _count = dictionary.Count;
        _offsets = new byte[(_count + 1) * sizeof(int)];
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(_offsets.AsSpan());
        using BytesRows texts = new(int.MaxValue);
        for (int i = 0; i < _count; i++)
        {
            texts.Add(dictionary[i]);
            offsets[i + 1] = texts.Length;
        }
        _texts = texts.Bytes.AsSpan(0, texts.Length).ToArray();
    }

    internal override int RowWidth => sizeof(int);

    protected override int? RowsLeft => _left;

    internal override IArrowArray Take(int rows)
    {
        BufferSpace space = new(rows * sizeof(int), Allocator);
        Span<int> target = space.As<int>();
        using Rented<byte> rented = new(rows);
        Span<byte> levels = rented.Span;
        int valid = 0;
        for (int row = 0; row < rows;)
        {
            if (_left == 0)
                OpenPage();
            int count = Math.Min(rows - row, _left);
            int present = Pages.ReadLevels(levels.Slice(row, count));
            _indices.Read(target.Slice(valid, present));
            valid += present;
            row += count;
            _left -= count;
        }
        DictionaryIndices.Check(target[..valid], _count);
        (ArrowBuffer validity, int nulls) = PackValidity(levels, valid);
        if (nulls > 0)
            ValueSpreader.Spread(target, levels, valid);
        Int32Array indices = new(new ArrayData(Int32Type.Default, rows, nulls, 0, [validity, space.Build()]));
        // Managed memory, which every batch may share: disposing a batch does not free it.
        StringArray dictionary = new(new ArrayData(StringType.Default, _count, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(_offsets), new ArrowBuffer(_texts)]));
        return new DictionaryArray(Type, indices, dictionary);
    }

    private void OpenPage()
    {
        Pages.MoveNext();
        _left = Pages.ValueCount;
        _indices = DictionaryIndices.Open(Pages);
    }
}
