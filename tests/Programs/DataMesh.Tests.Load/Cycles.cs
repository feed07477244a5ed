using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

[DataSchema]
internal sealed partial record Stock
{
    [Key]
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required long Cycle { get; init; }
}

/// <summary>Publishes and reads again and again, maintains now and then, and says after each fifth what the process holds.</summary>
internal static class Cycles
{
    private const string Port = "shop/stock/items";
    private const int Rows = 300, BetweenMaintenance = 20, BetweenStatements = 10;

    public static async Task RunAsync(string root, int cycles)
    {
        await using Mesh mesh = Mesh.Create(m => m.UseLocalFiles(root).UseIceberg(o => o.CacheBytes = 1 << 20).AddProduct<Stock>(Port, p => p.PartitionBy(s => s.Id, PartitionTransform.Bucket(2))));
        IOutputPort<Stock> port = mesh.Output<Stock>(Port);
        IInputPort<Stock> reader = await mesh.OpenAsync<Stock>(Port);
        for (int cycle = 1; cycle <= cycles; cycle++)
        {
            await port.PublishAsync(Enumerable.Range(0, Rows).Select(i => new Stock { Id = i, Name = $"item {i} of {cycle}", Cycle = cycle }));
            long sum = 0;
            await foreach (Stock stock in reader.ReadAsync())
                sum += stock.Cycle;
            if (sum != (long)Rows * cycle)
                throw new InvalidOperationException($"Cycle {cycle} reads {sum}.");
            if (cycle % BetweenStatements == 0 && await mesh.QueryScalarAsync<long>($"select count(*) from {reader}") != Rows)
                throw new InvalidOperationException($"Cycle {cycle} counts other rows.");
            if (cycle % BetweenMaintenance == 0)
                await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero });
            if (cycle % (cycles / 5) == 0)
                Report();
        }
    }

    // Managed bytes that are alive, resident bytes, open files and threads.
    private static void Report()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long resident = 1024 * long.Parse(File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[])[':', 'k'], StringSplitOptions.TrimEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine(FormattableString.Invariant($"{GC.GetTotalMemory(forceFullCollection: false)} {resident} {Directory.GetFiles("/proc/self/fd").Length} {Directory.GetDirectories("/proc/self/task").Length}"));
    }
}
