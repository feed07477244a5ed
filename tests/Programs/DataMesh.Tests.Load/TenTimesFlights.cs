using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

/// <summary>The flights ten times, each time a year later: 30,000,000 rows.</summary>
internal static class TenTimesFlights
{
    private const string Port = "aviation/flights/departures";

    public static async Task PublishAsync(string root)
    {
        await using Mesh mesh = Open(root);
        Print(await mesh.Output<Flight>(Port).PublishBatchesAsync(RepeatAsync()));
    }

    /// <summary>A typed read of every row.</summary>
    public static async Task ReadAsync(string root)
    {
        await using Mesh mesh = Open(root);
        IInputPort<Flight> port = await mesh.OpenAsync<Flight>(Port);
        Console.WriteLine(await FlightSums.OfAsync(port.ReadAsync()));
    }

    /// <summary>A self-join that pairs every flight with those that leave the same airport at the same time for the same place.</summary>
    public static async Task JoinAsync(string root)
    {
        await using Mesh mesh = Open(root);
        IInputPort port = await mesh.OpenAsync(Port);
        long pairs = await mesh.QueryScalarAsync<long>($"select count(*) from {port} a join {port} b on a.date = b.date and a.origin = b.origin and a.destination = b.destination where b.delay > 120");
        Console.WriteLine(pairs);
    }

    private static async IAsyncEnumerable<RecordBatch> RepeatAsync()
    {
        DateTime first = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int year = 0; year < 10; year++)
            await foreach (RecordBatch batch in FlightFile.ReadAsync(first.AddYears(year) - first))
                yield return batch;
    }

    private static void Print(PublishResult result) => Console.WriteLine(result.RowsPublished);

    private static Mesh Open(string root) => Mesh.Create(root, m => m.AddProduct<Flight>(Port, p => p.PartitionBy(f => f.Date, PartitionTransform.Year)));
}
