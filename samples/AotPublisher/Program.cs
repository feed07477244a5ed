using System.Diagnostics;
using DataMesh;

namespace AotPublisher;

/// <summary>A sensor gateway compiled ahead of time: it publishes readings, and reads them back typed, as Arrow and by SQL under a policy.</summary>
internal static class Program
{
    private const int Count = 100_000;
    private const string Readings = "plant/sensors/readings";
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["publish", string folder]:
                await PublishAsync(folder);
                break;
            case ["read", string folder]:
                await ReadAsync(folder);
                break;
            default:
                Console.Error.WriteLine("Usage: AotPublisher publish|read <folder of the mesh>");
                return 2;
        }
        Console.WriteLine($"{Environment.WorkingSet >> 20} MB resident");
        return 0;
    }

    private static async Task PublishAsync(string folder)
    {
        await using Mesh mesh = Mesh.Create(folder, m => m.AddProduct<Reading>(Readings, p => p
            .Describe("One row per reading of a sensor.")
            .Grant("operations", g => g.ToDomain("operations").Rows(r => r.Value < 100).Mask(r => r.Technician, Mask.Null))));
        PublishResult published = await mesh.Output<Reading>(Readings).PublishAsync(Measure());
        Console.WriteLine($"published {published.RowsPublished} rows");
    }

    private static async Task ReadAsync(string folder)
    {
        await using Mesh mesh = Mesh.Create(folder);
        IDataMesh operations = mesh.As("operations");
        IInputPort<Reading> readings = await operations.OpenAsync<Reading>(Readings);
        long records = 0, named = 0, rows = 0;
        await foreach (Reading reading in readings.ReadAsync())
        {
            if (records++ == 0)
                Console.WriteLine($"first row {(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds:0} ms after the start of the process");
            named += reading.Technician is null ? 0 : 1;
        }
        Console.WriteLine($"read {records} records, {named} with a technician");
        await foreach (Apache.Arrow.RecordBatch batch in readings.ReadBatchesAsync())
            using (batch)
                rows += batch.Length;
        Console.WriteLine($"read {rows} rows as Arrow");
        Console.WriteLine($"counted {await operations.QueryScalarAsync<long>($"select count(*) from {readings} where technician is null")} rows by SQL");
    }

    private static IEnumerable<Reading> Measure() => Enumerable.Range(0, Count).Select(i => new Reading
    {
        Id = i,
        Sensor = $"sensor-{i % 40}",
        At = s_start.AddSeconds(i),
        Value = i % 120,
        Technician = i % 3 == 0 ? "ada" : null,
    });
}

/// <summary>A reading of a sensor.</summary>
[DataSchema]
public sealed partial record Reading
{
    /// <summary>The number of the reading.</summary>
    [Key]
    public required long Id { get; init; }

    /// <summary>The sensor's name.</summary>
    public required string Sensor { get; init; }

    /// <summary>When it was read.</summary>
    [EventTime]
    public required DateTimeOffset At { get; init; }

    /// <summary>What the sensor showed.</summary>
    public required double Value { get; init; }

    /// <summary>Who looked after the sensor.</summary>
    public string? Technician { get; init; }
}
