using System.Buffers;
using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of truth values. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BooleanColumnWriter : ColumnWriter
{
    private IMemoryOwner<byte>? _bits;

    internal BooleanColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Allocates the column for the rows of the batch: one bit for each, all false.</summary>
    public Span<byte> Start()
    {
        _bits = Allocator.Allocate((RowCount + 7) / 8);
        return _bits.Memory.Span;
    }

    internal override void Release()
    {
        _bits?.Dispose();
        _bits = null;
    }

    private protected override ArrowBuffer[] BuildValues()
    {
        ArrowBuffer bits = BufferHandover.ToBuffer(_bits!);
        _bits = null;
        return [bits];
    }
}
