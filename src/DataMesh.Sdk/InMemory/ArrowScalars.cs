using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh.Adapters;

/// <summary>Single values of Arrow arrays.</summary>
internal static class ArrowScalars
{
    private const int EpochDay = 719_162;
    private const long EpochTicks = 621355968000000000L;

    /// <summary>The value of a row, as partition transforms want it.</summary>
    public static ScalarValue Get(IArrowArray array, int row)
    {
        if (array.IsNull(row))
            return ScalarValue.Null;
        return array switch
        {
            BooleanArray a => ScalarValue.From(a.GetValue(row)!.Value),
            Int32Array a => ScalarValue.From((long)a.GetValue(row)!.Value),
            Int64Array a => ScalarValue.From(a.GetValue(row)!.Value),
            FloatArray a => ScalarValue.From((double)a.GetValue(row)!.Value),
            DoubleArray a => ScalarValue.From(a.GetValue(row)!.Value),
            Decimal128Array a => ScalarValue.From(a.GetValue(row)!.Value),
            StringArray a => ScalarValue.From(a.GetString(row)),
            FixedSizeBinaryArray a => ScalarValue.From(new Guid(a.GetBytes(row), bigEndian: true)),
            BinaryArray a => ScalarValue.From(a.GetBytes(row).ToArray()),
            Date32Array a => ScalarValue.From(DateOnly.FromDayNumber(a.GetValue(row)!.Value + EpochDay)),
            Time64Array a => ScalarValue.From(new TimeOnly(a.GetValue(row)!.Value * TimeSpan.TicksPerMicrosecond)),
            TimestampArray a => ScalarValue.From(new DateTime(a.GetValue(row)!.Value * TimeSpan.TicksPerMicrosecond + EpochTicks, DateTimeKind.Utc)),
            DictionaryArray a => Get(a.Dictionary, IndexOf(a.Indices, row)),
            _ => throw new NotSupportedException($"A column of the Arrow type '{array.Data.DataType.Name}' has no partition values."),
        };
    }

    private static int IndexOf(IArrowArray indices, int row) => indices switch
    {
        Int8Array a => a.GetValue(row)!.Value,
        UInt8Array a => a.GetValue(row)!.Value,
        Int16Array a => a.GetValue(row)!.Value,
        UInt16Array a => a.GetValue(row)!.Value,
        Int32Array a => a.GetValue(row)!.Value,
        _ => throw new NotSupportedException($"Dictionary indices of the Arrow type '{indices.Data.DataType.Name}' are not read."),
    };
}
