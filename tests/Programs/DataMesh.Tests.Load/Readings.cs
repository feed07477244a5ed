using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

[DataSchema]
internal sealed partial record Reading
{
    public required DateTime At { get; init; }

    public required string Sensor { get; init; }

    public required double Celsius { get; init; }

    public int? Signal { get; init; }
}

/// <summary>A publish of records that are made while it runs, far more than fit into memory.</summary>
internal static class Readings
{
    private const string Port = "plant/sensors/readings";

    public static async Task PublishAsync(string root, int count)
    {
        await using Mesh mesh = Mesh.Create(root, m => m.AddProduct<Reading>(Port, _ => { }));
        PublishResult result = await mesh.Output<Reading>(Port).PublishAsync(Create(count));
        Console.WriteLine(result.RowsPublished);
    }

    private static IEnumerable<Reading> Create(int count)
    {
        DateTime first = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] sensors = [.. Enumerable.Range(0, 500).Select(i => $"sensor {i}")];
        for (int i = 0; i < count; i++)
            yield return new Reading { At = first.AddMilliseconds(20L * i), Sensor = sensors[i % sensors.Length], Celsius = 20 + i % 1009 / 100d, Signal = i % 7 == 0 ? null : i % 100 };
    }
}
