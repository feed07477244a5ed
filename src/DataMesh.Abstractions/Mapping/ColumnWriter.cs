using System.Buffers;
using System.ComponentModel;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Mapping;

/// <summary>Builds one column of every batch of an encoder. Made and used by generated code.</summary>
/// <remarks>Not thread-safe. Owns the memory of a batch under construction until the batch is built.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnWriter
{
    private readonly SchemaProperty _property;
    private readonly BatchViolations _violations;
    private byte[] _validity = [];
    private int _nullCount;
    private long _firstRow;

    private protected ColumnWriter(SchemaProperty property, MemoryAllocator allocator, BatchViolations violations)
    {
        _property = property;
        _violations = violations;
        Allocator = allocator;
    }

    private protected MemoryAllocator Allocator { get; }

    private protected PhysicalType Type => _property.Type;

    /// <summary>The number of rows of the batch under construction.</summary>
    private protected int RowCount { get; private set; }

    /// <summary>Says that a row has no value; refused when the column is required.</summary>
    public void SetNull(int row)
    {
        if (_property.Required)
        {
            Refuse(row, BrokenRule.Required);
            return;
        }
        if (_nullCount++ == 0)
            StartValidity();
        _validity[row >> 3] &= (byte)~(1 << (row & 7));
    }

    internal void Begin(int rowCount, long firstRow)
    {
        RowCount = rowCount;
        _firstRow = firstRow;
        _nullCount = 0;
    }

    internal ArrayData Build() => new(_property.Type.ToArrow(), RowCount, _nullCount, 0, [BuildValidity(), .. BuildValues()]);

    /// <summary>Frees the memory that no batch took over.</summary>
    internal abstract void Release();

    private protected abstract ArrowBuffer[] BuildValues();

    private protected void Refuse(int row, BrokenRule rule) => _violations.Add(_property.Name, rule, _firstRow + row);

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
