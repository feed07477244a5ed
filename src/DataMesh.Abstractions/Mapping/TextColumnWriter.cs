using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of texts or of bytes. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextColumnWriter : ColumnWriter
{
    private const int AssumedBytesPerRow = 16;
    private IMemoryOwner<byte>? _offsets;
    private IMemoryOwner<byte>? _bytes;
    private int _lastLength;

    internal TextColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Allocates the column for the rows of the batch. Append one value for each, then complete the appender.</summary>
    public TextAppender Start()
    {
        _offsets = Allocator.Allocate(checked((RowCount + 1) * sizeof(int)));
        _bytes = Allocator.Allocate(Math.Max(64, _lastLength > 0 ? _lastLength + _lastLength / 8 : checked(RowCount * AssumedBytesPerRow)));
        return new TextAppender(this, MemoryMarshal.Cast<byte, int>(_offsets.Memory.Span), _bytes.Memory.Span);
    }

    internal void RefuseText(int row) => Refuse(row, BrokenRule.Unicode);

    internal void RefuseName(int row) => Refuse(row, BrokenRule.EnumMember);

    internal void Complete(int length) => _lastLength = length;

    internal Span<byte> Grow(int used, long needed)
    {
        if (needed > System.Array.MaxLength)
            throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
                "A batch holds more than 2 GB in one text or binary column. Use fewer rows per batch, or keep large objects outside the table.");
        IMemoryOwner<byte> larger = Allocator.Allocate((int)Math.Min(System.Array.MaxLength, Math.Max(needed, 2L * used)));
        _bytes!.Memory.Span[..used].CopyTo(larger.Memory.Span);
        _bytes.Dispose();
        _bytes = larger;
        return larger.Memory.Span;
    }

    internal override void Release()
    {
        _offsets?.Dispose();
        _bytes?.Dispose();
        (_offsets, _bytes) = (null, null);
    }

    private protected override ArrowBuffer[] BuildValues()
    {
        ArrowBuffer[] buffers = [BufferHandover.ToBuffer(_offsets!), BufferHandover.ToBuffer(_bytes!)];
        (_offsets, _bytes) = (null, null);
        return buffers;
    }
}
