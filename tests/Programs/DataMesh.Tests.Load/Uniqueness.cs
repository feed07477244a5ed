using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

[DataSchema]
internal sealed partial record Ticket
{
    public required long Number { get; init; }
}

/// <summary>A publish whose keys are far too many for memory, one of them twice.</summary>
internal static class Uniqueness
{
    private const string Port = "bank/tickets/issued";

    public static async Task PublishAsync(string root, int count)
    {
        await using Mesh mesh = Mesh.Create(root, m => m.AddProduct<Ticket>(Port, p => p.Expect(r => r.Unique(t => t.Number, Severity.Warning, UniqueScope.Publish))));
        PublishResult result = await mesh.Output<Ticket>(Port).PublishAsync(Enumerable.Range(0, count).Select(i => new Ticket { Number = i == count - 1 ? count / 2 : i }));
        Console.WriteLine(FormattableString.Invariant($"{result.RowsPublished} {result.Quality[0].Rows} {result.Quality[0].FirstRow}"));
    }
}
