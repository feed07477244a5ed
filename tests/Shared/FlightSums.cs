using Apache.Arrow;

namespace DataMesh.Tests;

/// <summary>What two sets of flights have in common only when they are equal, whatever their order.</summary>
[DataSchema]
internal sealed partial record FlightSums
{
    /// <summary>The same sums as SQL of DuckDB, as the select list of a statement.</summary>
    public const string Sql = """
        count(*)::bigint as rows, coalesce(sum(delay), 0)::bigint as delay, coalesce(sum(distance), 0)::bigint as distance,
        coalesce(sum(((epoch_us(date) // 60000000) * 1031 + delay * 7 + distance)
            * ((ascii(origin[1]) * 16384 + ascii(origin[2]) * 128 + ascii(origin[3])) * 131 + ascii(destination[1]) * 16384 + ascii(destination[2]) * 128 + ascii(destination[3]))
            % 2147483647), 0)::bigint as hash
        """;

    public long Rows { get; init; }

    public long Delay { get; init; }

    public long Distance { get; init; }

    public long Hash { get; init; }

    public static FlightSums operator +(FlightSums one, FlightSums other) =>
        new() { Rows = one.Rows + other.Rows, Delay = one.Delay + other.Delay, Distance = one.Distance + other.Distance, Hash = one.Hash + other.Hash };

    public static FlightSums Of(RecordBatch batch)
    {
        ReadOnlySpan<long> dates = ((TimestampArray)batch.Column("date")).Values, delays = ((Int64Array)batch.Column("delay")).Values, distances = ((Int64Array)batch.Column("distance")).Values;
        IArrowArray origins = batch.Column("origin"), destinations = batch.Column("destination");
        long delay = 0, distance = 0, hash = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            delay += delays[row];
            distance += distances[row];
            hash += Hashed(dates[row], delays[row], distances[row], Code(Bytes(origins, row)), Code(Bytes(destinations, row)));
        }
        return new() { Rows = batch.Length, Delay = delay, Distance = distance, Hash = hash };
    }

    public static async Task<FlightSums> OfAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        FlightSums sums = new();
        await foreach (RecordBatch batch in batches)
            using (batch)
                sums += Of(batch);
        return sums;
    }

    public static async Task<FlightSums> OfAsync(IAsyncEnumerable<Flight> flights)
    {
        long rows = 0, delay = 0, distance = 0, hash = 0;
        await foreach (Flight flight in flights)
        {
            rows++;
            delay += flight.Delay;
            distance += flight.Distance;
            hash += Hashed((flight.Date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, flight.Delay, flight.Distance, Code(flight.Origin), Code(flight.Destination));
        }
        return new() { Rows = rows, Delay = delay, Distance = distance, Hash = hash };
    }

    private static long Hashed(long microseconds, long delay, long distance, long origin, long destination) =>
        (microseconds / 60_000_000 * 1031 + delay * 7 + distance) * (origin * 131 + destination) % 2147483647;

    private static long Code(string text) => text[0] * 16384 + text[1] * 128 + text[2];

    private static long Code(ReadOnlySpan<byte> text) => text[0] * 16384 + text[1] * 128 + text[2];

    private static ReadOnlySpan<byte> Bytes(IArrowArray texts, int row) => texts is DictionaryArray coded
        ? ((StringArray)coded.Dictionary).GetBytes(((Int32Array)coded.Indices).Values[row], out _)
        : ((StringArray)texts).GetBytes(row, out _);
}
