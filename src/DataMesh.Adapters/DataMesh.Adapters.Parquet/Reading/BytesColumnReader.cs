using Apache.Arrow;
using Apache.Arrow.Memory;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Columns of texts and bytes. Rows are decoded ahead until there are enough or their bytes reach a limit: a small file can hold very large texts.</summary>
internal sealed class BytesColumnReader : ColumnReader
{
    private const int Step = 512;
    private readonly ColumnType _type;
    private readonly BytesDictionary? _dictionary;
    private readonly BytesRows _bytes;
    private readonly byte[] _pending = new byte[Step];
    private readonly int[] _lengths = new int[Step];
    private int[] _ends = [];
    private byte[] _levels = [];
    private BytesValues? _values;
    private int _rows;
    private int _left;
    private int _pendingStart;
    private int _pendingEnd;

    /// <param name="pages">The pages.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="byteLimit">Bytes after which a batch ends.</param>
    /// <param name="allocator">Where buffers come from.</param>
    internal BytesColumnReader(ColumnPages pages, ColumnType type, int byteLimit, MemoryAllocator? allocator)
        : base(pages, allocator)
    {
        _type = type;
        _dictionary = pages.Dictionary is null ? null : new BytesDictionary(pages);
        _bytes = new BytesRows(byteLimit);
    }

    internal override int RowWidth => 0;

    protected override int? RowsLeft => _rows + _pendingEnd - _pendingStart + _left;

    internal override int Prepare(int rows)
    {
        if (_ends.Length < rows)
        {
            System.Array.Resize(ref _ends, rows);
            System.Array.Resize(ref _levels, rows);
        }
        while (_rows < rows && !(_rows > 0 && _bytes.IsFull))
            Decode(rows);
        return Math.Min(rows, _rows);
    }

    internal override IArrowArray Take(int rows)
    {
        Prepare(rows);
        // The items of one row belong together, however many they are.
        while (_rows < rows)
        {
            Decode(rows);
            Pages.Budget.Demand(_bytes.Length);
        }
        ReadOnlySpan<byte> levels = _levels.AsSpan(0, rows);
        int length = rows == 0 ? 0 : _ends[rows - 1];
        (ArrowBuffer validity, int nulls) = PackValidity(levels, levels.Count((byte)1));
        ArrowBuffer[] buffers = _type.Conversion == ValueConversion.BigEndianDecimal ? [validity, ToDecimals(levels)] : [validity, ToOffsets(rows), ToBytes(length)];
        Drop(rows, length);
        return ArrowArrayFactory.BuildArray(new ArrayData(_type.Arrow, rows, nulls, 0, buffers));
    }

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }

    private void Decode(int rows)
    {
        if (_pendingStart == _pendingEnd)
            ReadLevels();
        Span<byte> pending = _pending.AsSpan(_pendingStart, Math.Min(_pendingEnd - _pendingStart, rows - _rows));
        int valid = pending.Count((byte)1);
        int end = _rows == 0 ? 0 : _ends[_rows - 1];
        int read = valid == 0 ? 0 : _values!.Read(valid, _bytes, _lengths);
        for (int i = 0, value = 0; i < pending.Length; i++, _rows++, _pendingStart++)
        {
            if (pending[i] != 0 && value == read)
                break;
            end += pending[i] != 0 ? _lengths[value++] : 0;
            _ends[_rows] = end;
            _levels[_rows] = pending[i];
        }
    }

    private void ReadLevels()
    {
        if (_left == 0)
        {
            Pages.MoveNext();
            _left = Pages.ValueCount;
            _values = BytesValues.Open(Pages, _dictionary);
        }
        _pendingStart = 0;
        _pendingEnd = Math.Min(Step, _left);
        Pages.ReadLevels(_pending.AsSpan(0, _pendingEnd));
        _left -= _pendingEnd;
    }

    private ArrowBuffer ToOffsets(int rows)
    {
        BufferSpace space = new((rows + 1) * sizeof(int), Allocator);
        Span<int> offsets = space.As<int>();
        offsets[0] = 0;
        _ends.AsSpan(0, rows).CopyTo(offsets[1..]);
        return space.Build();
    }

    private ArrowBuffer ToBytes(int length)
    {
        BufferSpace space = new(length, Allocator);
        _bytes.Bytes.AsSpan(0, length).CopyTo(space.Bytes);
        return space.Build();
    }

    private ArrowBuffer ToDecimals(ReadOnlySpan<byte> levels)
    {
        BufferSpace space = new(levels.Length * 16, Allocator, zeroed: true);
        for (int row = 0, start = 0; row < levels.Length; start = _ends[row++])
            if (levels[row] != 0)
                ValueConverter.WriteDecimal(_bytes.Bytes.AsSpan(start, _ends[row] - start), space.Bytes.Slice(row * 16, 16));
        return space.Build();
    }

    private void Drop(int rows, int length)
    {
        _rows -= rows;
        _bytes.Drop(length);
        _ends.AsSpan(rows, _rows).CopyTo(_ends);
        _levels.AsSpan(rows, _rows).CopyTo(_levels);
        foreach (ref int end in _ends.AsSpan(0, _rows))
            end -= length;
    }
}
