using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>Makes one row of zeros, empty texts and empty lists: values that equal those of the same type elsewhere.</summary>
internal static class ZeroRow
{
    private const int WidestFixedType = 16;

    public static RecordBatch Of(Schema schema) => new(schema, schema.FieldsList.Select(f => ArrowArrayFactory.BuildArray(Data(f.DataType, 1))), 1);

    private static ArrayData Data(IArrowType type, int length) => type switch
    {
        StructType of => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty], [.. of.Fields.Select(f => Data(f.DataType, length))]),
        ListType of => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, Zeros((length + 1) * sizeof(int))], [Data(of.ValueDataType, 0)]),
        MapType of => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, Zeros((length + 1) * sizeof(int))], [Data(of.KeyValueType, 0)]),
        StringType or BinaryType => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, Zeros((length + 1) * sizeof(int)), ArrowBuffer.Empty]),
        FixedSizeBinaryType of => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, Zeros(length * of.ByteWidth)]),
        _ => new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, Zeros(length * WidestFixedType)]),
    };

    private static ArrowBuffer Zeros(int bytes) => new(new byte[bytes]);
}
