using System.ComponentModel;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Mapping;

/// <summary>Reads a column of values of one width, widening int to long and float to double where the stored type is narrower. Made and used by generated code.</summary>
/// <typeparam name="TValue">The stored form of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FixedColumnReader<TValue> : ColumnReader
    where TValue : unmanaged
{
    private TValue[] _widened = [];

    internal FixedColumnReader(SchemaProperty property, Schema stored) : base(property, stored) { }

    internal FixedColumnReader(SchemaProperty property, NestedColumnReader owner, int child) : base(property, owner, child) { }

    /// <summary>Opens the column of a batch; valid until the batch is disposed or the next call.</summary>
    public FixedColumn<TValue> Open(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Open(Find(batch));
    }

    /// <summary>Opens the column below a nested one; valid as long as that, or until the next call.</summary>
    public FixedColumn<TValue> Open(in NestedColumn owner) => Open(Find(owner));

    private FixedColumn<TValue> Open(ArrayData? data) => data is not null ? new(this, Values(data), Validity(data), data.Offset) : new(this, [], [], 0);

    private ReadOnlySpan<TValue> Values(ArrayData data) => data.DataType switch
    {
        Int32Type when typeof(TValue) == typeof(long) => Widen(Stored<int>(data)),
        FloatType when typeof(TValue) == typeof(double) => Widen(Stored<float>(data)),
        _ => Stored<TValue>(data),
    };

    private static ReadOnlySpan<TStored> Stored<TStored>(ArrayData data)
        where TStored : unmanaged => MemoryMarshal.Cast<byte, TStored>(data.Buffers[1].Span).Slice(data.Offset, data.Length);

    private Span<TValue> Widened(int length)
    {
        if (_widened.Length < length)
            _widened = new TValue[length];
        return _widened.AsSpan(0, length);
    }

    private ReadOnlySpan<TValue> Widen(ReadOnlySpan<int> stored)
    {
        Span<TValue> widened = Widened(stored.Length);
        Span<long> target = MemoryMarshal.Cast<TValue, long>(widened);
        for (int i = 0; i < stored.Length; i++)
            target[i] = stored[i];
        return widened;
    }

    private ReadOnlySpan<TValue> Widen(ReadOnlySpan<float> stored)
    {
        Span<TValue> widened = Widened(stored.Length);
        Span<double> target = MemoryMarshal.Cast<TValue, double>(widened);
        for (int i = 0; i < stored.Length; i++)
            target[i] = stored[i];
        return widened;
    }
}
