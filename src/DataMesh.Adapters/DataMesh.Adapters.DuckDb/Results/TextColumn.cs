using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Text and bytes.</summary>
internal unsafe class TextColumn(PhysicalType type) : ResultColumn(type)
{
    private readonly NativeColumn<int> _offsets = new();
    private readonly NativeColumn<byte> _bytes = new();
    private int _length;

    internal override long VariableBytes => _length;

    private protected override void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present)
    {
        void* data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        Span<int> offsets = _offsets.Ensure(Rows + count + 1);
        for (int i = 0; i < count; i++)
        {
            if (present.IsEmpty || Bits.Get(present, from + i))
                AppendBytes(Bytes(data, from + i));
            offsets[Rows + i + 1] = _length;
        }
    }

    private protected virtual ReadOnlySpan<byte> Bytes(void* data, int row) => VectorText.Bytes((VectorText*)data + row);

    private protected override ArrowBuffer[] TakeBuffers()
    {
        _length = 0;
        _offsets.Ensure(1);
        return [_offsets.Take(), _bytes.Take()];
    }

    private protected override void DisposeBuffers()
    {
        _offsets.Dispose();
        _bytes.Dispose();
    }

    private void AppendBytes(ReadOnlySpan<byte> value)
    {
        int end = _length + value.Length;
        if (end < 0)
            throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
                "The SQL statement's result holds more than 2 GiB of text in one batch. Select shorter columns, or cut them with left().")
            { Adapter = "duckdb", Operation = "read result" };
        value.CopyTo(_bytes.Ensure(end)[_length..]);
        _length = end;
    }
}

/// <summary>Members of an enumeration, as their names.</summary>
internal sealed unsafe class EnumColumn : TextColumn
{
    private readonly byte[][] _names;
    private readonly DuckDBType _storage;

    internal EnumColumn(DuckDBLogicalType type) : base(PhysicalType.Of(PhysicalTypeKind.String))
    {
        _storage = NativeMethods.LogicalType.DuckDBEnumInternalType(type);
        _names = new byte[NativeMethods.LogicalType.DuckDBEnumDictionarySize(type)][];
        for (int i = 0; i < _names.Length; i++)
            _names[i] = System.Text.Encoding.UTF8.GetBytes(NativeMethods.LogicalType.DuckDBEnumDictionaryValue(type, i));
    }

    private protected override ReadOnlySpan<byte> Bytes(void* data, int row) => _names[_storage switch
    {
        DuckDBType.UnsignedTinyInt => ((byte*)data)[row],
        DuckDBType.UnsignedSmallInt => ((ushort*)data)[row],
        _ => ((uint*)data)[row],
    }];
}
