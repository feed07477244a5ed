using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>One column of one batch, of truth values. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BooleanColumn
{
    private readonly ColumnReader _reader;
    private readonly ReadOnlySpan<byte> _bits;
    private readonly ReadOnlySpan<byte> _validity;
    private readonly int _offset;

    internal BooleanColumn(ColumnReader reader, ReadOnlySpan<byte> bits, ReadOnlySpan<byte> validity, int offset)
    {
        _reader = reader;
        _bits = bits;
        _validity = validity;
        _offset = offset;
    }

    /// <summary>True when a row has no value or the column is not stored.</summary>
    public bool IsNull(int row) => _validity.IsEmpty ? _bits.IsEmpty : !IsSet(_validity, _offset + row);

    /// <summary>The value of a row.</summary>
    /// <exception cref="DataMeshException">The row has none.</exception>
    public bool Value(int row) => IsNull(row) ? throw _reader.NoValue(row) : IsSet(_bits, _offset + row);

    private static bool IsSet(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;
}
