using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh.Benchmarks;

/// <summary>What a node of the mesh adds to the resident memory of a web application that has started and does nothing.</summary>
internal static class IdleMemory
{
    public const string Command = "idle";
    private const double LimitMb = 40;

    /// <summary>What a new process does: it starts a web application, as a node when it is given a mesh, and prints its resident memory in MB.</summary>
    public static async Task RunAsync(string? root)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (root is not null)
            builder.Services.AddDataMesh(root, m => m.AddProduct<Order>("sales/idle/lines", p => p.Describe("Orders of an idle application.").Grant("analytics", g => g.ToDomain("analytics"))));
        await using WebApplication app = builder.Build();
        await app.StartAsync();
        Console.WriteLine((Environment.WorkingSet / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture));
        await app.StopAsync();
    }

    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        int rounds = bench.Scale.Rounds;
        string root = Path.Combine(bench.Folder, "idle");
        double empty = await ChildProcess.MedianAsync(rounds, () => ReadAsync()), node = await ChildProcess.MedianAsync(rounds, () => ReadAsync(root));
        yield return new Figure("Idle memory of a web application", $"≤ {LimitMb} MB resident over the same application without a mesh ({empty:0} MB)", node - empty, LimitMb, "MB");
    }

    private static async Task<double> ReadAsync(params string[] root) => double.Parse(await ChildProcess.RunAsync(ChildProcess.Self, [Command, .. root]), CultureInfo.InvariantCulture);
}
