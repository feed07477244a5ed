using Apache.Arrow;
using Apache.Arrow.Ipc;
using CsvHelper;
using ParquetSharp.Arrow;

namespace Quickstart;

/// <summary>The teams' own files, as records.</summary>
internal static class SourceFiles
{
    private static readonly CsvReaderOptions EmptyIsNull = new() { NullValues = [""] };

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    public static IEnumerable<Airport> Airports() => Csv("airports.csv", row => new Airport
    {
        Iata = row.GetString("iata"),
        Name = row.GetString("name"),
        City = row.GetStringOrNull("city"),
        State = row.GetStringOrNull("state"),
        Country = row.GetString("country"),
        Latitude = row.Parse<double>("latitude"),
        Longitude = row.Parse<double>("longitude"),
    });

    public static IEnumerable<AirportName> AirportNames() => Csv("airport-names.csv", row => new AirportName
    {
        Name = row.GetString("name"),
        State = row.GetString("state"),
        Iata = row.GetStringOrNull("iata"),
    });

    public static IEnumerable<Strike> Strikes() => Csv("birdstrikes.csv", row => new Strike
    {
        Date = row.Parse<DateOnly>("Flight Date"),
        Airport = row.GetString("Airport Name"),
        Operator = row.GetString("Aircraft Airline Operator"),
        Aircraft = row.GetString("Aircraft Make Model"),
        Damage = row.GetString("Effect Amount of damage"),
        Species = row.GetString("Wildlife Species"),
        Phase = row.GetString("Phase of flight"),
        Speed = row["Speed IAS in knots"].ParseOrNull<int>(),
        CostRepair = row.Parse<int>("Cost Repair"),
        CostTotal = row.Parse<int>("Cost Total $"),
    });

    /// <summary>The flights, in the order of the file, which is the order of time; read in batches.</summary>
    public static async IAsyncEnumerable<Departure> FlightsAsync()
    {
        using FileReader file = new(PathOf("flights-3m.parquet"));
        using IArrowArrayStream batches = file.GetRecordBatchReader();
        while (await batches.ReadNextRecordBatchAsync() is { } batch)
            using (batch)
                foreach (Departure departure in Departures(batch))
                    yield return departure;
    }

    private static IEnumerable<Departure> Departures(RecordBatch batch)
    {
        TimestampArray date = (TimestampArray)batch.Column("date");
        Int64Array delay = (Int64Array)batch.Column("delay"), distance = (Int64Array)batch.Column("distance");
        LargeStringArray origin = (LargeStringArray)batch.Column("origin"), destination = (LargeStringArray)batch.Column("destination");
        for (int row = 0; row < batch.Length; row++)
            yield return new Departure
            {
                Date = date.GetTimestamp(row)!.Value.UtcDateTime,
                Delay = checked((int)delay.GetValue(row)!.Value),
                Distance = checked((int)distance.GetValue(row)!.Value),
                Origin = origin.GetString(row),
                Destination = destination.GetString(row),
            };
    }

    private static IEnumerable<T> Csv<T>(string name, Func<CsvReader, T> read)
    {
        using CsvReader rows = CsvReader.FromFile(PathOf(name), EmptyIsNull);
        while (rows.Read())
            yield return read(rows);
    }
}
