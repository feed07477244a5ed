using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Processes;

/// <summary>Several real processes at one folder, and processes that die.</summary>
public sealed class WriterProcessTests : IDisposable
{
    private const string Port = "tests/writers/parts";

    private readonly MeshFolder _folder = new(onDisk: true);

    /// <summary>How often each of 16 writers appends; 25 unless <c>DATAMESH_APPENDS</c> says otherwise.</summary>
    private static int Appends { get; } = int.TryParse(Environment.GetEnvironmentVariable("DATAMESH_APPENDS"), System.Globalization.CultureInfo.InvariantCulture, out int appends) ? appends : 25;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Processes_that_register_and_append_at_once_make_one_product_and_lose_nothing(int writers)
    {
        const int Publishes = 4;
        Process[] processes = [.. Enumerable.Range(0, writers).Select(w => LoadProcess.Start("append", _folder.Path, $"{w}", $"{Publishes}"))];
        foreach (Process process in processes)
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        foreach (Process process in processes)
            await process.StandardInput.WriteLineAsync();
        foreach (Process process in processes)
            using (process)
                await LoadProcess.EndAsync(process);

        Assert.Equal("1.yaml", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "tests", "writers", "heads")))));
        (List<Part> parts, int snapshots) = await ReadAsync(PublishMode.Append);
        Assert.Equal(
            from w in Enumerable.Range(0, writers) from i in Enumerable.Range(0, Publishes) from n in Enumerable.Range(0, 100) select (w * 1000L + i, n),
            parts.Select(p => (p.Publish, p.Number)).Order());
        Assert.Equal(writers * Publishes, snapshots);
    }

    [Fact]
    public async Task Sixteen_writers_of_four_processes_append_at_once_and_every_append_is_there_once_without_a_gap()
    {
        const int Processes = 4, Writers = 4;
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(p => LoadProcess.Start("append at once", _folder.Path, $"{p}", $"{Writers}", $"{Appends}"))];
        foreach (Process process in processes)
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Cancel));
        foreach (Process process in processes)
            await process.StandardInput.WriteLineAsync();
        foreach (Process process in processes)
            using (process)
                await LoadProcess.EndAsync(process);

        (List<Part> parts, int snapshots) = await ReadAsync(PublishMode.Append);
        Assert.Equal(
            from w in Enumerable.Range(0, Processes * Writers) from i in Enumerable.Range(0, Appends) from n in Enumerable.Range(0, 10) select (w * 1000L + i, n),
            parts.Select(p => (p.Publish, p.Number)).Order());
        Assert.Equal(Processes * Writers * Appends, snapshots);
        Assert.Equal(Enumerable.Range(1, snapshots).Select(n => (long)n), await new StoredTable(_folder.Path, Port).SequenceNumbersAsync());
    }

    [Theory]
    [InlineData(PublishMode.Append, "read 1000", "read 4000", "read 5000", "committed")]
    [InlineData(PublishMode.Upsert, "read 3000", "committed", "read 5000")]
    public async Task A_killed_process_leaves_whole_publishes_only_and_none_it_acknowledged_is_missing(PublishMode mode, params string[] dieAt)
    {
        HashSet<long> acknowledged = [];
        for (int i = 0; i < dieAt.Length; i++)
            await KillAsync(mode, dieAt[i], after: 1 + i % 2, acknowledged);

        (List<Part> parts, int snapshots) = await ReadAsync(mode);

        ILookup<long, int> publishes = parts.ToLookup(p => p.Publish, p => p.Number);
        Assert.NotEmpty(acknowledged);
        Assert.Subset(publishes.Select(p => p.Key).ToHashSet(), acknowledged);
        Assert.All(publishes, p => Assert.Equal(Enumerable.Range(0, 5_000), p.Order()));
        Assert.Equal(publishes.Count, snapshots);
        Assert.InRange(publishes.Count, acknowledged.Count, acknowledged.Count + dieAt.Length);
    }

    // Kills without warning when the process says where it is, in one of its later publishes.
    private async Task KillAsync(PublishMode mode, string at, int after, HashSet<long> acknowledged)
    {
        using Process process = LoadProcess.Start("churn", _folder.Path, mode.ToString());
        int publishes = 0;
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("published ", StringComparison.Ordinal))
            {
                publishes++;
                acknowledged.Add(long.Parse(line["published ".Length..], System.Globalization.CultureInfo.InvariantCulture));
            }
            if (line == at && publishes >= after)
                process.Kill();
        }
        await process.WaitForExitAsync(Cancel);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(Cancel));
        Assert.NotEqual(0, process.ExitCode);
    }

    private async Task<(List<Part> Parts, int Snapshots)> ReadAsync(PublishMode mode)
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Part>(Port, p => p.Mode(mode)));
        IInputPort<Part> port = await mesh.OpenAsync<Part>(Port, cancellationToken: Cancel);
        return (await Streams.ToListAsync(port.ReadAsync(Cancel)), (await Streams.ToListAsync(port.ListSnapshotsAsync(Cancel))).Count);
    }
}
