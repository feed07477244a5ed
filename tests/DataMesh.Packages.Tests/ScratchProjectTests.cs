using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(DataMesh.Packages.Tests.PackedFeed))]

namespace DataMesh.Packages.Tests;

/// <summary>Projects outside the repository that know the package DataMesh only.</summary>
public sealed partial class ScratchProjectTests(PackedFeed feed)
{
    private const string Consumer = """
        await using Mesh mesh = Mesh.Create(args[0], m => m.RunAs(args[1]));
        await foreach (CatalogEntry entry in mesh.Catalog.SearchAsync("order"))
            Console.WriteLine($"found {entry.Name}: {string.Join(", ", entry.Matches)}");
        try
        {
            IInputPort<Line> lines = await mesh.OpenAsync<Line>("sales/orders/lines", purpose: args[2]);
            await foreach (Line line in lines.ReadAsync())
                Console.WriteLine(line);
            Console.WriteLine(await mesh.QueryScalarAsync<decimal>($"select sum(amount) from {lines}"));
        }
        catch (DataMeshException refused)
        {
            Console.WriteLine($"{refused.Kind}: {refused.Message}");
        }

        [DataSchema] public sealed partial record Line
        {
            public required string Article { get; init; }
            [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
        }
        """;

    [Fact]
    public async Task The_program_of_the_README_runs_and_another_process_without_its_code_reads_or_is_refused_by_the_stored_policy()
    {
        string producer = await feed.BuildAsync("Producer", "Microsoft.NET.Sdk", Snippets()[0]);
        string consumer = await feed.BuildAsync("Consumer", "Microsoft.NET.Sdk", Consumer);
        string folder = Path.GetDirectoryName(producer)!;

        Assert.Equal(["OrderLine { Id = 1, Article = bolts, Amount = 250.00 }", "250.00"], Lines(await DotNet.RunAsync(folder, producer)));

        string[] granted = Lines(await DotNet.RunAsync(folder, consumer, "./mesh", "finance", "revenue"));
        Assert.StartsWith("found sales/orders: ", granted[0], StringComparison.Ordinal);
        Assert.Equal(["Line { Article = bolts, Amount = 250.00 }", "250.00"], granted[1..]);

        string[] refused = Lines(await DotNet.RunAsync(folder, consumer, "./mesh", "marketing", "revenue"));
        Assert.StartsWith("NotFound: ", Assert.Single(refused), StringComparison.Ordinal);
        Assert.StartsWith("AccessDenied: ", Lines(await DotNet.RunAsync(folder, consumer, "./mesh", "finance", "campaigns"))[^1], StringComparison.Ordinal);

        foreach (string policy in Directory.EnumerateFiles(Path.Combine(folder, "mesh", "sales", "orders", "policy")))
            File.Delete(policy);
        Assert.StartsWith("AccessDenied: ", Assert.Single(Lines(await DotNet.RunAsync(folder, consumer, "./mesh", "finance", "revenue"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_web_program_of_the_README_publishes_what_is_posted()
    {
        string program = await feed.BuildAsync("Web", "Microsoft.NET.Sdk.Web", Snippets()[1]);
        using Process server = DotNet.Start(Path.GetDirectoryName(program)!, program, "--urls", "http://127.0.0.1:0");
        try
        {
            using HttpClient client = new() { BaseAddress = await ListeningAsync(server) };

            HttpResponseMessage answer = await client.PostAsJsonAsync("/lines", new[] { new { Id = 7, Amount = 12.5m } }, TestContext.Current.CancellationToken);

            Assert.Equal("1", await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private string[] Snippets() =>
        [.. CSharpBlock().Matches(File.ReadAllText(Path.Combine(feed.Root, "README.md"))).Select(m => m.Groups["code"].Value)];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<Uri> ListeningAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (Listening().Match(line) is { Success: true } match)
                return new Uri(match.Groups["address"].Value);
        throw new InvalidOperationException($"The server ended before it listened: {await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"Now listening on: (?<address>\S+)")]
    private static partial Regex Listening();
}
