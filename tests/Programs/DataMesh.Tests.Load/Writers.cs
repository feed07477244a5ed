using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

/// <summary>Processes that publish beside others, or until they are killed.</summary>
internal static class Writers
{
    private const string Port = "tests/writers/parts";
    private const int PartsOfPublish = 5_000;

    /// <summary>Waits for the word to start, then registers and publishes several times.</summary>
    public static async Task AppendAsync(string root, int writer, int publishes)
    {
        await using Mesh mesh = Open(root, PublishMode.Append);
        Console.WriteLine("ready");
        Console.ReadLine();
        for (int i = 0; i < publishes; i++)
            await mesh.Output<Part>(Port).PublishAsync(Parts(writer * 1000 + i, 100));
    }

    /// <summary>Waits for the word to start, then publishes from several writers at once.</summary>
    public static async Task AppendAtOnceAsync(string root, int process, int writers, int publishes)
    {
        await using Mesh mesh = Open(root, PublishMode.Append);
        await mesh.RegisterAsync();
        Console.WriteLine("ready");
        Console.ReadLine();
        await Task.WhenAll(Enumerable.Range(process * writers, writers).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < publishes; i++)
                await mesh.Output<Part>(Port).PublishAsync(Parts(writer * 1000 + i, 10));
        })));
    }

    /// <summary>Publishes without end and says how far it is.</summary>
    public static async Task ChurnAsync(string root, string mode)
    {
        await using Mesh mesh = Open(root, Enum.Parse<PublishMode>(mode));
        for (long publish = Environment.ProcessId * 100_000L; ; publish++)
        {
            await mesh.Output<Part>(Port).PublishAsync(Parts(publish, PartsOfPublish), new PublishOptions { Progress = new Said() });
            Console.WriteLine($"published {publish}");
        }
    }

    private static Mesh Open(string root, PublishMode mode) => Mesh.Create(root, m => m.ConfigureLimits(l => l.BatchRows = 1_000).AddProduct<Part>(Port, p => p.Mode(mode)));

    private static IEnumerable<Part> Parts(long publish, int count) => Enumerable.Range(0, count).Select(i => new Part { Publish = publish, Number = i });

    // Not Progress<T>, which reports later.
    private sealed class Said : IProgress<PublishProgress>
    {
        public void Report(PublishProgress value) => Console.WriteLine(value.IsCommitted ? "committed" : $"read {value.RowsRead}");
    }
}
