using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Columns of truth values.</summary>
internal sealed class BooleanColumnReader(ColumnPages pages, MemoryAllocator? allocator) : ColumnReader(pages, allocator)
{
    private RunDecoder _runs;
    private long _bit;
    private bool _isPlain;
    private int _left;

    internal override int RowWidth => 1;

    protected override int? RowsLeft => _left;

    internal override IArrowArray Take(int rows)
    {
        using Rented<byte> rentedLevels = new(rows), rentedFlags = new(rows);
        Span<byte> levels = rentedLevels.Span, flags = rentedFlags.Span;
        int valid = 0;
        for (int row = 0; row < rows;)
        {
            if (_left == 0)
                OpenPage();
            int count = Math.Min(rows - row, _left);
            int present = Pages.ReadLevels(levels.Slice(row, count));
            ReadFlags(flags.Slice(valid, present));
            valid += present;
            row += count;
            _left -= count;
        }
        (ArrowBuffer validity, int nulls) = PackValidity(levels, valid);
        if (nulls > 0)
            ValueSpreader.Spread(flags, levels, valid);
        return new BooleanArray(new ArrayData(BooleanType.Default, rows, nulls, 0, [validity, ValidityBits.Pack(flags, Allocator)]));
    }

    private void OpenPage()
    {
        Pages.MoveNext();
        _left = Pages.ValueCount;
        _isPlain = Pages.Encoding == ParquetEncoding.Plain;
        _bit = 8L * Pages.Start;
        if (_isPlain)
            return;
        int length = Pages.Encoding == ParquetEncoding.Rle && Pages.End - Pages.Start >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(Pages.Bytes.AsSpan(Pages.Start)) : -1;
        if (length < 0 || length > Pages.End - Pages.Start - 4)
            throw new InvalidDataException("a page of truth values has an encoding or a length that cannot be");
        _runs = new RunDecoder(Pages.Bytes, Pages.Start + 4, Pages.Start + 4 + length, 1);
    }

    private void ReadFlags(Span<byte> flags)
    {
        if (!_isPlain)
        {
            _runs.ReadFlags(flags);
            return;
        }
        if (flags.Length > 8L * Pages.End - _bit)
            throw new InvalidDataException("a page ends before its values");
        for (int i = 0; i < flags.Length; i++, _bit++)
            flags[i] = (byte)((Pages.Bytes[_bit >> 3] >> (int)(_bit & 7)) & 1);
    }
}
