using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Columns whose values have one width.</summary>
internal sealed class FixedColumnReader : ColumnReader
{
    private readonly ColumnType _type;
    private readonly byte[] _dictionary;
    private FixedValues? _values;
    private RunDecoder _indices;
    private int _left;

    internal FixedColumnReader(ColumnPages pages, ColumnType type, MemoryAllocator? allocator)
        : base(pages, allocator)
    {
        _type = type;
        _dictionary = ReadDictionary(pages, type);
    }

    internal override int RowWidth => _type.Width;

    protected override int? RowsLeft => _left;

    internal override IArrowArray Take(int rows)
    {
        BufferSpace space = new(checked(rows * _type.Width), Allocator);
        Span<byte> target = space.Bytes;
        using Rented<byte> rented = new(rows);
        Span<byte> levels = rented.Span;
        int valid = 0;
        for (int row = 0; row < rows;)
        {
            if (_left == 0)
                OpenPage();
            int count = Math.Min(rows - row, _left);
            int present = Pages.ReadLevels(levels.Slice(row, count));
            ReadValues(present, target.Slice(valid * _type.Width, present * _type.Width));
            valid += present;
            row += count;
            _left -= count;
        }
        (ArrowBuffer validity, int nulls) = PackValidity(levels, valid);
        if (nulls > 0)
            ValueSpreader.Spread(target, _type.Width, levels, valid);
        return ArrowArrayFactory.BuildArray(new ArrayData(_type.Arrow, rows, nulls, 0, [validity, space.Build()]));
    }

    private static byte[] ReadDictionary(ColumnPages pages, ColumnType type)
    {
        if (pages.Dictionary is not { } dictionary)
            return [];
        long stored = (long)pages.DictionaryCount * type.StoredWidth;
        if (stored > dictionary.Length)
            throw new InvalidDataException("a dictionary ends before its entries");
        pages.Budget.Take((long)pages.DictionaryCount * type.Width);
        byte[] entries = new byte[pages.DictionaryCount * type.Width];
        ReadOnlySpan<byte> source = dictionary.Span[..(int)stored];
        if (type.Conversion == ValueConversion.None)
            source.CopyTo(entries);
        else
            ValueConverter.Convert(type, source, entries);
        return entries;
    }

    private void OpenPage()
    {
        Pages.MoveNext();
        _left = Pages.ValueCount;
        if (ColumnPages.IsIndexed(Pages.Encoding))
        {
            _values = null;
            _indices = DictionaryIndices.Open(Pages);
            return;
        }
        _values = FixedValues.Open(Pages, _type.StoredWidth);
    }

    private void ReadValues(int count, Span<byte> target)
    {
        if (count == 0)
            return;
        if (_values is null)
            Look(count, target);
        else if (_type.Conversion == ValueConversion.None)
            _values.Read(count, target);
        else
        {
            using Rented<byte> stored = new(checked(count * _type.StoredWidth));
            _values.Read(count, stored.Span);
            ValueConverter.Convert(_type, stored.Span, target);
        }
    }

    private void Look(int count, Span<byte> target)
    {
        using Rented<int> rented = new(count);
        Span<int> indices = rented.Span;
        _indices.Read(indices);
        DictionaryIndices.Check(indices, Pages.DictionaryCount);
        switch (_type.Width)
        {
            case 4:
                Look(indices, MemoryMarshal.Cast<byte, int>(_dictionary), MemoryMarshal.Cast<byte, int>(target));
                break;
            case 8:
                Look(indices, MemoryMarshal.Cast<byte, long>(_dictionary), MemoryMarshal.Cast<byte, long>(target));
                break;
            case 16:
                Look(indices, MemoryMarshal.Cast<byte, Int128>(_dictionary), MemoryMarshal.Cast<byte, Int128>(target));
                break;
            default:
                for (int i = 0; i < indices.Length; i++)
                    _dictionary.AsSpan(indices[i] * _type.Width, _type.Width).CopyTo(target[(i * _type.Width)..]);
                break;
        }
    }

    private static void Look<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> entries, Span<T> target)
    {
        for (int i = 0; i < indices.Length; i++)
            target[i] = entries[indices[i]];
    }
}
