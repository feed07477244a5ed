using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of values of one width. Made and used by generated code.</summary>
/// <typeparam name="TValue">The stored form of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public class FixedColumnWriter<TValue> : ColumnWriter
    where TValue : unmanaged
{
    private IMemoryOwner<byte>? _values;

    internal FixedColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Allocates the column for the rows of the batch: one zero for each.</summary>
    public Span<TValue> Start()
    {
        _values = Allocator.Allocate(checked(RowCount * Unsafe.SizeOf<TValue>()));
        return MemoryMarshal.Cast<byte, TValue>(_values.Memory.Span)[..RowCount];
    }

    internal override void Release()
    {
        _values?.Dispose();
        _values = null;
    }

    private protected override ArrowBuffer[] BuildValues()
    {
        ArrowBuffer values = BufferHandover.ToBuffer(_values!);
        _values = null;
        return [values];
    }
}
