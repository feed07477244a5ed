using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Tests;

/// <summary>Reads every value of an array through Arrow's own accessors, which trust it.</summary>
internal static class ValueTouch
{
    private static long _sum;

    public static void All(IArrowArray array)
    {
        switch (array)
        {
            case NullArray:
                return;
            case DictionaryArray dictionary:
                All(dictionary.Indices);
                for (int row = 0; row < array.Length; row++)
                    if (dictionary.Indices.IsValid(row))
                        ArrowFiles.Print(dictionary.Dictionary, Convert.ToInt32(ArrowFiles.Print(dictionary.Indices, row), null));
                return;
            case StructArray structs:
                foreach (IArrowArray field in structs.Fields)
                    All(field);
                return;
            case FixedSizeListArray fixedLists:
                All(fixedLists.Values);
                return;
            case ListArray lists: // also maps
                All(lists.Values);
                break;
            case LargeListArray lists:
                All(lists.Values);
                break;
        }
        for (int row = 0; row < array.Length; row++)
            _sum += Touch(array, row);
    }

    private static long Touch(IArrowArray array, int row)
    {
        if (array.IsNull(row))
            return 0;
        return array switch
        {
            StringArray a => a.GetString(row).Length,
            LargeStringArray a => a.GetString(row).Length,
            BinaryArray a => Sum(a.GetBytes(row)),
            LargeBinaryArray a => Sum(a.GetBytes(row)),
            ListArray a => a.GetSlicedValues(row).Length,
            LargeListArray a => a.GetSlicedValues(row).Length,
            BooleanArray a => a.GetValue(row)!.Value ? 1 : 0,
            _ when array.Data.DataType is FixedWidthType type => Sum(FixedBytes(array.Data, type, row)),
            _ => throw new NotSupportedException(array.GetType().Name),
        };
    }

    private static ReadOnlySpan<byte> FixedBytes(ArrayData data, FixedWidthType type, int row)
    {
        int width = type is FixedSizeBinaryType binary ? binary.ByteWidth : type.BitWidth / 8;
        return data.Buffers[1].Span.Slice((data.Offset + row) * width, width);
    }

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte value in bytes)
            sum += value;
        return sum;
    }
}
