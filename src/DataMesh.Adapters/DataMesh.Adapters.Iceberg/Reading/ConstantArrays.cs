using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Memory;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Columns with one value in every row.</summary>
internal static class ConstantArrays
{
    /// <summary>Creates a column; it belongs to the caller.</summary>
    public static IArrowArray Create(Field field, ScalarValue value, int length, MemoryAllocator? allocator)
    {
        if (value.IsNull)
            return NullArrays.Create(field.DataType, length, allocator);
        PhysicalType type = PhysicalType.TryFromArrow(field.DataType)!.Value;
        using RecordBatch one = new(new Schema([field], null), [ArrowArrayFactory.BuildArray(new ArrayData(field.DataType, 1, 0, 0, Buffers(type, value)))], 1);
        return BatchSelection.Take(one, new int[length], allocator).Column(0);
    }

    private static ArrowBuffer[] Buffers(PhysicalType type, ScalarValue value)
    {
        byte[] bytes = SingleValue.Encode(value, type)!;
        switch (type.Kind)
        {
            case PhysicalTypeKind.String or PhysicalTypeKind.Binary:
                byte[] offsets = new byte[8];
                BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(4), bytes.Length);
                return [ArrowBuffer.Empty, new ArrowBuffer(offsets), new ArrowBuffer(bytes)];
            case PhysicalTypeKind.Decimal:
                byte[] digits = new byte[16];
                digits.AsSpan().Fill((bytes[0] & 0x80) != 0 ? (byte)0xff : (byte)0);
                for (int i = 0; i < bytes.Length; i++)
                    digits[i] = bytes[bytes.Length - 1 - i];
                return [ArrowBuffer.Empty, new ArrowBuffer(digits)];
            default:
                return [ArrowBuffer.Empty, new ArrowBuffer(bytes)];
        }
    }
}
