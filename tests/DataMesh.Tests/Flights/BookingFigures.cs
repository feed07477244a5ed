using System.Globalization;
using System.Text.Json;

namespace DataMesh.Tests.Flights;

/// <summary>Counts and sums under filters over one set of bookings, as different readers find them.</summary>
internal sealed record BookingFigures(long Rows, decimal Fares, long InFebruary, long Smiling, long Dear, long One)
{
    private static readonly DateTime February = new(2001, 2, 1, 0, 0, 0, DateTimeKind.Utc), March = new(2001, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Id = Booking.Create(7).Id;

    private const string Smile = "😀 smile";
    private const decimal Limit = 123_456_700.00000001m;

    public static BookingFigures Of(IReadOnlyCollection<Booking> rows) => new(
        rows.Count,
        rows.Sum(b => b.Fare ?? 0),
        rows.Count(b => b.BookedAt >= February && b.BookedAt < March),
        rows.Count(b => b.Passenger == Smile),
        rows.Count(b => b.Fare >= Limit),
        rows.Count(b => b.Id == Id));

    public static async Task<BookingFigures> TypedAsync(IInputPort<Booking> port)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        return new(
            (await Streams.ToListAsync(port.ReadAsync(cancel))).Count,
            (await Streams.ToListAsync(port.ReadAsync(cancel))).Sum(b => b.Fare ?? 0),
            (await Streams.ToListAsync(port.ReadAsync(b => b.BookedAt >= February && b.BookedAt < March, cancel))).Count,
            (await Streams.ToListAsync(port.ReadAsync(b => b.Passenger == Smile, cancel))).Count,
            (await Streams.ToListAsync(port.ReadAsync(b => b.Fare >= Limit, cancel))).Count,
            (await Streams.ToListAsync(port.ReadAsync(b => b.Id == Id, cancel))).Count);
    }

    public static async Task<BookingFigures> SqlAsync(IDataMesh mesh, IInputPort port)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        return new(
            await mesh.QueryScalarAsync<long>($"select count(*) from {port}", cancel),
            await mesh.QueryScalarAsync<decimal>($"select coalesce(sum(fare), 0) from {port}", cancel),
            await mesh.QueryScalarAsync<long>($"select count(*) from {port} where booked_at >= {February} and booked_at < {March}", cancel),
            await mesh.QueryScalarAsync<long>($"select count(*) from {port} where passenger = {Smile}", cancel),
            await mesh.QueryScalarAsync<long>($"select count(*) from {port} where fare >= {Limit}", cancel),
            await mesh.QueryScalarAsync<long>($"select count(*) from {port} where id = {Id}", cancel));
    }

    public static async Task<BookingFigures> DuckDbAsync(StoredTable table, long? snapshot = null)
    {
        string from = await table.DuckDbAsync(snapshot);
        using DuckDb duck = new();
        return new(
            duck.Count($"select count(*) from {from}"),
            decimal.Parse((string)duck.Query($"select coalesce(sum(fare), 0)::varchar from {from}")[0][0]!, CultureInfo.InvariantCulture),
            duck.Count($"select count(*) from {from} where booked_at >= '2001-02-01 00:00:00+00' and booked_at < '2001-03-01 00:00:00+00'"),
            duck.Count($"select count(*) from {from} where passenger = '{Smile}'"),
            duck.Count($"select count(*) from {from} where fare >= {Limit.ToString(CultureInfo.InvariantCulture)}"),
            duck.Count($"select count(*) from {from} where id = '{Id}'"));
    }

    public static async Task<BookingFigures> ClickHouseAsync(StoredTable table)
    {
        string from = $"icebergLocal('{table.Folder}')";
        string[] found = await AskAsync($"""
            select 1 as i, toString(count()) as answer from {from}
            union all select 2, toString(sum(fare)) from {from}
            union all select 3, toString(count()) from {from} where booked_at >= toDateTime64('2001-02-01 00:00:00', 6, 'UTC') and booked_at < toDateTime64('2001-03-01 00:00:00', 6, 'UTC')
            union all select 4, toString(count()) from {from} where passenger = '{Smile}'
            union all select 5, toString(count()) from {from} where fare >= toDecimal128('{Limit.ToString(CultureInfo.InvariantCulture)}', 10)
            """);
        // ClickHouse compares UUID bounds of manifests and of Parquet in its own byte order (ClickHouse issue 118366): it may not prune where an id is sought.
        string[] one = await AskAsync($"select 1 as i, toString(count()) as answer from {from} where id = toUUID('{Id}') settings use_iceberg_partition_pruning = 0, input_format_parquet_filter_push_down = 0, input_format_parquet_page_filter_push_down = 0");
        return new(Whole(found[0]), decimal.Parse(found[1], CultureInfo.InvariantCulture), Whole(found[2]), Whole(found[3]), Whole(found[4]), Whole(one[0]));
    }

    /// <summary>icebird has no decimals of 38 digits: it reads them as floating point, so fares are compared with its precision.</summary>
    public static async Task<BookingFigures> IcebirdAsync(StoredTable table, decimal fares)
    {
        IReadOnlyList<JsonElement> rows = await IndependentReaders.IcebirdAsync(table.Folder);
        double sum = rows.Sum(r => Fare(r) ?? 0);
        return new(
            rows.Count,
            Math.Abs(sum - (double)fares) <= Math.Abs((double)fares) * 1e-9 ? fares : (decimal)sum,
            rows.Count(r => Instant(r) is var at && at >= February && at < March),
            rows.Count(r => r.GetProperty("passenger").GetString() == Smile),
            rows.Count(r => Fare(r) >= (double)Limit),
            rows.Count(r => r.GetProperty("id").GetString()!.Replace("-", "", StringComparison.Ordinal) == Id.ToString("N")));
    }

    private static async Task<string[]> AskAsync(string sql) =>
        [.. (await IndependentReaders.ClickHouseAsync(sql)).OrderBy(r => r.GetProperty("i").GetInt32()).Select(r => r.GetProperty("answer").GetString()!)];

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static double? Fare(JsonElement row) => row.TryGetProperty("fare", out JsonElement fare) && fare.ValueKind == JsonValueKind.Number ? fare.GetDouble() : null;

    private static DateTime Instant(JsonElement row) => DateTime.Parse(row.GetProperty("booked_at").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
