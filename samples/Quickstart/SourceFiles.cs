using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using CsvHelper;
using ParquetSharp.Arrow;

namespace Quickstart;

/// <summary>The teams' own files, as records.</summary>
internal static class SourceFiles
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    public static IEnumerable<Airport> Airports() => Csv("airports.csv", row => new Airport
    {
        Iata = row.GetField("iata")!,
        Name = row.GetField("name")!,
        City = Text(row, "city"),
        State = Text(row, "state"),
        Country = row.GetField("country")!,
        Latitude = row.GetField<double>("latitude"),
        Longitude = row.GetField<double>("longitude"),
    });

    public static IEnumerable<AirportName> AirportNames() => Csv("airport-names.csv", row => new AirportName
    {
        Name = row.GetField("name")!,
        State = row.GetField("state")!,
        Iata = Text(row, "iata"),
    });

    public static IEnumerable<Strike> Strikes() => Csv("birdstrikes.csv", row => new Strike
    {
        Date = row.GetField<DateOnly>("Flight Date"),
        Airport = row.GetField("Airport Name")!,
        Operator = row.GetField("Aircraft Airline Operator")!,
        Aircraft = row.GetField("Aircraft Make Model")!,
        Damage = row.GetField("Effect Amount of damage")!,
        Species = row.GetField("Wildlife Species")!,
        Phase = row.GetField("Phase of flight")!,
        Speed = row.GetField<int?>("Speed IAS in knots"),
        CostRepair = row.GetField<int>("Cost Repair"),
        CostTotal = row.GetField<int>("Cost Total $"),
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
        using CsvReader rows = new(File.OpenText(PathOf(name)), CultureInfo.InvariantCulture);
        rows.Read();
        rows.ReadHeader();
        while (rows.Read())
            yield return read(rows);
    }

    private static string? Text(CsvReader row, string column) => row.GetField(column) is { Length: > 0 } text ? text : null;
}
