using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>One column of one batch, of values of one width. Used by generated code.</summary>
/// <typeparam name="TValue">The stored form of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct FixedColumn<TValue>
    where TValue : unmanaged
{
    private readonly ReadOnlySpan<TValue> _values;
    private readonly ReadOnlySpan<byte> _validity;
    private readonly int _offset;

    internal FixedColumn(ColumnReader reader, ReadOnlySpan<TValue> values, ReadOnlySpan<byte> validity, int offset)
    {
        Reader = reader;
        _values = values;
        _validity = validity;
        _offset = offset;
    }

    internal ColumnReader Reader { get; }

    /// <summary>True when a row has no value or the column is not stored.</summary>
    public bool IsNull(int row) => _validity.IsEmpty ? _values.IsEmpty : (_validity[(_offset + row) >> 3] >> ((_offset + row) & 7) & 1) == 0;

    /// <summary>The value of a row.</summary>
    /// <exception cref="DataMeshException">The row has none.</exception>
    public TValue Value(int row) => IsNull(row) ? throw Reader.NoValue(row) : _values[row];
}
