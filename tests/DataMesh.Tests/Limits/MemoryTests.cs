using System.Globalization;
using DataMesh.Tests.Processes;

namespace DataMesh.Tests.Limits;

/// <summary>Ports that are far larger than the memory a process may take: each work runs in a process of its own and stays under 600 MB at its highest.</summary>
public sealed class MemoryTests : IDisposable
{
    private const long Limit = 600_000_000;

    private readonly MeshFolder _folder = new(onDisk: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Thirty_million_flights_are_published_read_typed_and_joined_with_themselves()
    {
        (long rows, long delay, long distance, long pairs) = Source();

        Assert.Equal(["30000000"], await RunAsync("flights"));
        string read = Assert.Single(await RunAsync("read"));
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"FlightSums {{ Rows = {10 * rows}, Delay = {10 * delay}, Distance = {10 * distance}, Hash = "), read, StringComparison.Ordinal);
        Assert.Equal([(10 * pairs).ToString(CultureInfo.InvariantCulture)], await RunAsync("join"));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_upserted_into_ten_million()
    {
        Assert.Equal(["10000000"], await RunAsync("accounts", "10000000"));

        // Half of the keys are new: 10,000,000 + 5,000 rows, of which 10,000 hold 1,000 and the others 1.
        Assert.Equal(["10000 5000 10005000 19995000"], await RunAsync("upsert", "10000", "10000000"));
    }

    [Fact]
    public async Task Fifty_million_keys_are_found_unique_but_for_one_in_less_than_512_MB()
    {
        Assert.Equal(["50000000 1 49999999"], await RunAsync("unique", ["50000000"], limit: 512_000_000));
    }

    [Fact]
    public async Task Fifty_million_generated_records_are_published_in_less_than_400_MB()
    {
        Assert.Equal(["50000000"], await RunAsync("readings", ["50000000"], limit: 400_000_000));
    }

    /// <summary>What a process holds after two fifths of many cycles, it holds at their end: 500, or as many as <c>DATAMESH_CYCLES</c> says.</summary>
    [Fact]
    public async Task Publishing_and_reading_again_and_again_leaves_memory_files_and_threads_as_they_are()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what a process holds is read from /proc");
        string cycles = Environment.GetEnvironmentVariable("DATAMESH_CYCLES") is { Length: > 0 } asked ? asked : "500";

        string[] lines = await RunAsync("cycles", cycles);

        foreach (string line in lines)
            TestContext.Current.TestOutputHelper?.WriteLine($"managed, resident, files, threads: {line}");
        long[][] held = [.. lines.Select(l => l.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        (long[] early, long[] late) = (held[1], held[^1]);
        Assert.Equal(5, held.Length);
        Assert.True(late[0] - early[0] < 1_000_000, $"managed memory has grown from {early[0]} to {late[0]} bytes");
        Assert.True(late[1] - early[1] < 24_000_000, $"resident memory has grown from {early[1]} to {late[1]} bytes");
        Assert.True(late[1] - late[0] - (early[1] - early[0]) < 24_000_000, "native memory has grown");
        Assert.True(late[2] - early[2] <= 2, $"{early[2]} files were open, and {late[2]} are");
        Assert.True(late[3] - early[3] <= 4, $"there were {early[3]} threads, and {late[3]} are");
    }

    private Task<string[]> RunAsync(string work, params string[] arguments) => RunAsync(work, arguments, Limit);

    private async Task<string[]> RunAsync(string work, string[] arguments, long limit)
    {
        string[] lines = await LoadProcess.RunAsync([work, _folder.Path, .. arguments]);
        if (!OperatingSystem.IsLinux())
            return lines;
        long peak = 1024 * long.Parse(lines[^1].Split((char[])[':', 'k'], StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}: {peak / 1_000_000} MB"));
        Assert.InRange(peak, 1, limit);
        return lines[..^1];
    }

    private static (long Rows, long Delay, long Distance, long Pairs) Source()
    {
        using DuckDb duck = new();
        object?[] sums = duck.Query($"select {FlightSums.Sql} from read_parquet('{FlightFile.Path}')")[0];
        long pairs = duck.Count($"""
            with f as (from read_parquet('{FlightFile.Path}'))
            select count(*) from f a join f b on a.date = b.date and a.origin = b.origin and a.destination = b.destination where b.delay > 120
            """);
        return ((long)sums[0]!, (long)sums[1]!, (long)sums[2]!, pairs);
    }
}
