using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using ParquetSharp.Arrow;

namespace DataMesh.Tests;

/// <summary>The 3,000,000 flights of <c>samples/data</c>, beside the program, as a producer would bring them: read with ParquetSharp, not with the mesh.</summary>
internal static class FlightFile
{
    private static readonly TimestampType Instant = new(TimeUnit.Microsecond, "UTC");

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "flights-3m.parquet");

    /// <summary>All flights in batches, which belong to the receiver.</summary>
    /// <param name="later">How much later each flight leaves than it did.</param>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(TimeSpan later = default)
    {
        using FileReader file = new(Path);
        using IArrowArrayStream batches = file.GetRecordBatchReader();
        while (await batches.ReadNextRecordBatchAsync() is { } batch)
            using (batch)
                yield return Convert(batch, (long)later.TotalMicroseconds);
    }

    private static RecordBatch Convert(RecordBatch batch, long later)
    {
        Schema.Builder schema = new();
        IArrowArray[] columns =
        [
            Instants((TimestampArray)batch.Column("date"), later),
            Numbers((Int64Array)batch.Column("delay")),
            Numbers((Int64Array)batch.Column("distance")),
            Texts((LargeStringArray)batch.Column("origin")),
            Texts((LargeStringArray)batch.Column("destination")),
        ];
        foreach ((string name, IArrowArray column) in new[] { "date", "delay", "distance", "origin", "destination" }.Zip(columns))
            schema.Field(new Field(name, column.Data.DataType, nullable: false));
        return new RecordBatch(schema.Build(), columns, batch.Length);
    }

    private static TimestampArray Instants(TimestampArray dates, long later)
    {
        Assert((dates.Data.DataType as TimestampType)?.Unit == TimeUnit.Microsecond);
        long[] values = dates.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] += later;
        return new TimestampArray(new ArrayData(Instant, values.Length, 0, 0, [ArrowBuffer.Empty, Buffer<long>(values)]));
    }

    private static Int64Array Numbers(Int64Array numbers)
    {
        Assert(numbers.NullCount == 0);
        return new Int64Array(Buffer<long>(numbers.Values), ArrowBuffer.Empty, numbers.Length, 0, 0);
    }

    private static StringArray Texts(LargeStringArray texts)
    {
        Assert(texts.NullCount == 0);
        int[] offsets = new int[texts.Length + 1];
        byte[] bytes = new byte[texts.Length * 3];
        for (int row = 0; row < texts.Length; row++)
            offsets[row + 1] = offsets[row] + Encoding.UTF8.GetBytes(texts.GetString(row), bytes.AsSpan(offsets[row]));
        return new StringArray(texts.Length, Buffer<int>(offsets), new ArrowBuffer(bytes), ArrowBuffer.Empty);
    }

    private static ArrowBuffer Buffer<T>(ReadOnlySpan<T> values)
        where T : struct => new(MemoryMarshal.AsBytes(values).ToArray());

    private static void Assert(bool isSo)
    {
        if (!isSo)
            throw new InvalidOperationException($"'{Path}' does not hold what it held.");
    }
}
