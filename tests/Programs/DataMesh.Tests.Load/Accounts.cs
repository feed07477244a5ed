using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Load;

[DataSchema]
internal sealed partial record Account
{
    [Key]
    public required long Id { get; init; }

    public required string Owner { get; init; }

    public required double Balance { get; init; }
}

/// <summary>A keyed port of many rows, and an upsert of few.</summary>
internal static class Accounts
{
    private const string Port = "bank/accounts/current";

    public static async Task PublishAsync(string root, int count)
    {
        await using Mesh mesh = Open(root);
        PublishResult result = await mesh.Output<Account>(Port).PublishAsync(Enumerable.Range(0, count).Select(i => Create(i, 1)));
        Console.WriteLine(result.RowsPublished);
    }

    /// <summary>Publishes keys spread over the whole port, every second of them new, and prints rows, replaced rows, and the port's count and sum.</summary>
    public static async Task UpsertAsync(string root, int count, int total)
    {
        await using Mesh mesh = Open(root);
        int step = total / count * 2;
        PublishResult result = await mesh.Output<Account>(Port).PublishAsync(
            Enumerable.Range(0, count).Select(i => Create(i % 2 == 0 ? (long)(i / 2) * step : total + i, 1000)));
        IInputPort port = await mesh.OpenAsync(Port);
        long rows = await mesh.QueryScalarAsync<long>($"select count(*) from {port}");
        double sum = await mesh.QueryScalarAsync<double>($"select sum(balance) from {port}");
        Console.WriteLine(FormattableString.Invariant($"{result.RowsPublished} {result.RowsReplaced} {rows} {sum}"));
    }

    private static Account Create(long id, double balance) => new() { Id = id, Owner = "owner " + id % 1000, Balance = balance };

    private static Mesh Open(string root) => Mesh.Create(root, m => m.AddProduct<Account>(Port, _ => { }));
}
