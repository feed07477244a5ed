using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Processes;

public sealed class SecondProcessTests : IDisposable
{
    private const string Customers = "sales/customers/current";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_without_the_producer_s_code_searches_reads_and_is_refused_by_the_stored_policy()
    {
        await PublishAsync();

        AssertRun(0, ["sales/customers: column 'city'"], await ConsumerProcess.RunAsync(_folder.Path, "finance", "revenue", "search", "city"));
        AssertRun(0, ["Graz"], await ConsumerProcess.RunAsync(_folder.Path, "finance", "revenue", "read", Customers));
        AssertRun(0, ["2"], await ConsumerProcess.RunAsync(_folder.Path, "finance", "revenue", "sum", Customers));
        (int marketing, string[] refusal) = await ConsumerProcess.RunAsync(_folder.Path, "marketing", "campaigns", "read", Customers);
        Assert.Equal(1, marketing);
        Assert.StartsWith("NotFound: No port 'sales/customers/current' that 'marketing' may know of", Assert.Single(refusal), StringComparison.Ordinal);
        (int finance, string[] purpose) = await ConsumerProcess.RunAsync(_folder.Path, "finance", "campaigns", "read", Customers);
        Assert.Equal(1, finance);
        Assert.StartsWith("AccessDenied: Access denied to 'sales/customers/current' for domain 'finance', purpose 'campaigns'", Assert.Single(purpose), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_policy_file_a_process_is_denied()
    {
        await PublishAsync();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_folder.Path, "sales", "customers", "policy")))
            File.Delete(file);

        (int exit, string[] lines) = await ConsumerProcess.RunAsync(_folder.Path, "finance", "revenue", "sum", Customers);

        Assert.Equal(1, exit);
        Assert.StartsWith("AccessDenied: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static void AssertRun(int exitCode, string[] lines, (int ExitCode, string[] Lines) run)
    {
        Assert.Equal(lines, run.Lines);
        Assert.Equal(exitCode, run.ExitCode);
    }

    private async Task PublishAsync()
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Customer>(Customers, p => p.Describe("Who buys.").Grant("finance", g => g.ToDomain("finance").For("revenue"))));
        await mesh.Output<Customer>(Customers).PublishAsync(
            [new() { Id = Guid.NewGuid(), City = "Graz", Email = "a@b.c" }, new() { Id = Guid.NewGuid(), City = "Bonn", Email = "d@e.f" }],
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
