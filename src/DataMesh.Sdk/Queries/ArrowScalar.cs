using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh;

/// <summary>Reads one value of an Arrow array as the .NET type that records use for it.</summary>
internal static class ArrowScalar
{
    private const long UnixEpochTicks = 621355968000000000L;

    public static object? Read(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray a => a.GetValue(row),
        Int32Array a => (long)a.Values[row],
        Int64Array a => a.Values[row],
        FloatArray a => (double)a.Values[row],
        DoubleArray a => a.Values[row],
        Decimal128Array a => a.GetValue(row),
        StringArray a => a.GetString(row),
        BinaryArray a => a.GetBytes(row).ToArray(),
        FixedSizeBinaryArray a => new Guid(a.GetBytes(row), bigEndian: true),
        Date32Array a => DateOnly.FromDayNumber(a.Values[row] + (int)(UnixEpochTicks / TimeSpan.TicksPerDay)),
        Time64Array a => new TimeOnly(a.Values[row] * TimeSpan.TicksPerMicrosecond),
        TimestampArray a => new DateTime(UnixEpochTicks + a.Values[row] * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
        DictionaryArray a => Read(a.Dictionary, ((Int32Array)a.Indices).Values[row]),
        _ => throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"A result of type {array.Data.DataType.TypeId} cannot be read as a value: cast it in the statement."),
    };
}
