using System.Buffers;
using System.ComponentModel;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Mapping;

/// <summary>Builds one column of every batch of an encoder. Made and used by generated code.</summary>
/// <remarks>Not thread-safe. Owns the memory of a batch under construction until the batch is built.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnWriter
{
    private readonly SchemaProperty _property;
    private readonly ColumnPlace _place;
    private readonly IArrowType _arrowType;
    private byte[] _validity = [];
    private int _nullCount;
    private long _firstRow;

    private protected ColumnWriter(SchemaProperty property, ColumnPlace place)
    {
        _property = property;
        _place = place;
        _arrowType = property.Type.ToArrow();
    }

    internal ColumnPlace Place => _place;

    private protected MemoryAllocator Allocator => _place.Allocator;

    private protected PhysicalType Type => _property.Type;

    /// <summary>The number of values of the batch under construction: its rows, or what lies in the lists above.</summary>
    private protected int RowCount { get; private set; }

    /// <summary>Says that a row has no value; refused when the column is required.</summary>
    public void SetNull(int row)
    {
        if (_property.Required)
            Refuse(row, BrokenRule.Required);
        else
            ClearBit(row);
    }

    /// <summary>Says that the struct around the value has no value itself, which is no violation.</summary>
    public void SetAbsent(int row)
    {
        if (!_property.Required)
            ClearBit(row);
    }

    internal void Begin(int rowCount, long firstRow)
    {
        RowCount = rowCount;
        _firstRow = firstRow;
        _nullCount = 0;
    }

    internal ArrayData Build() => new(_arrowType, RowCount, _nullCount, 0, [BuildValidity(), .. BuildValues()], BuildChildren());

    /// <summary>The ordinal of the row that a value lies in.</summary>
    internal long OrdinalOf(int row) => _place.Owner?.OrdinalOfItem(row) ?? _firstRow + row;

    /// <summary>Frees the memory that no batch took over.</summary>
    internal abstract void Release();

    private protected abstract ArrowBuffer[] BuildValues();

    private protected virtual ArrayData[]? BuildChildren() => null;

    private protected void Refuse(int row, BrokenRule rule) => _place.Violations.Add(_place.Path, rule, OrdinalOf(row));

    private void ClearBit(int row)
    {
        if (_nullCount++ == 0)
            StartValidity();
        _validity[row >> 3] &= (byte)~(1 << (row & 7));
    }

    private ArrowBuffer BuildValidity()
    {
        if (_nullCount == 0)
            return ArrowBuffer.Empty;
        int bytes = (RowCount + 7) / 8;
        IMemoryOwner<byte> memory = Allocator.Allocate(bytes);
        _validity.AsSpan(0, bytes).CopyTo(memory.Memory.Span);
        return BufferHandover.ToBuffer(memory);
    }

    private void StartValidity()
    {
        int bytes = (RowCount + 7) / 8;
        if (_validity.Length < bytes)
            _validity = new byte[bytes];
        _validity.AsSpan(0, bytes).Fill(0xFF);
    }
}
