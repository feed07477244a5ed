using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class CommitTests
{
    private static readonly Order[] Rows = [.. Enumerable.Range(0, 100).Select(i => new Order(i, $"customer {i % 7}", i * 1.25m, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i), new Guid(i, 0, 0, new byte[8]), i / 3.0, i % 5, new DateOnly(2026, 1, 1).AddDays(i / 10)))];

    [Fact]
    public async Task Appended_rows_read_back_in_another_process()
    {
        using TestTable table = new();
        TableState empty = await table.CreateAsync();

        CommitResult result = await table.AppendAsync(empty, Rows);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Equal(Rows, await table.ReadAsync(await table.LoadAsync()));
        Assert.Equal(Rows, await table.ReadAsync(result.State));
        Assert.Empty(await table.ReadAsync(empty));
    }
}
