using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class PruningTests
{
    private static readonly DateTime Start = new(1969, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    private static Order RowOf(int i) => new(i, i % 9 == 8 ? null : $"c{i % 7}\u00e9{(char)('a' + i % 26)}", (i - 50) * 1.5m, Start.AddHours(7 * i), new Guid(i, 1, 1, new byte[8]), i % 10 == 0 ? double.NaN : -i, i % 6 == 0 ? null : i - 40, DateOnly.FromDateTime(Start).AddDays(i));

    [Fact]
    public async Task Files_are_skipped_by_bounds()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync();
        for (int i = 0; i < 5; i++)
            state = (await table.AppendAsync(state, Enumerable.Range(20 * i, 20).Select(RowOf))).State;

        Assert.Equal(1, await CountAsync(table, state, Filter.Equal("id", 45)));
        Assert.Equal(2, await CountAsync(table, state, Filter.Compare("placed_at", ComparisonOperator.GreaterThanOrEqual, ScalarValue.From(Start.AddHours(7 * 60)))));
        Assert.Equal(0, await CountAsync(table, state, Filter.Equal("amount", 1000m)));
        Assert.Equal(1, await CountAsync(table, state, Filter.Equal("reference", ScalarValue.From(new Guid(99, 1, 1, new byte[8])))));
        Assert.Equal(5, await CountAsync(table, state, Filter.True));
    }

    [Fact]
    public async Task Manifests_are_skipped_by_partition_summaries()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store);
        TableState state = await table.CreateAsync(new PartitionField { Column = "placed_at", Transform = PartitionTransform.Day });
        for (int i = 0; i < 5; i++)
            state = (await table.AppendAsync(state, Enumerable.Range(20 * i, 20).Select(RowOf))).State;
        TableState loaded = await table.LoadAsync();
        store.Reads.Clear();

        List<ScanTask> tasks = await table.NewFormat().PlanAsync(loaded, new ScanRequest { Filter = Filter.Equal("placed_at", ScalarValue.From(Start.AddHours(7 * 45))) }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Single(tasks);
        Assert.Single(store.Reads, path => path.Name.Contains("-m", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Manifests_are_read_once()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store);
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [RowOf(1)])).State;
        await table.PlanAsync(state);
        store.Reads.Clear();

        await table.PlanAsync(state, Filter.Equal("id", 1));

        Assert.Empty(store.Reads);
    }

    [Theory]
    [InlineData("placed_at", "year")]
    [InlineData("placed_at", "month")]
    [InlineData("placed_at", "day")]
    [InlineData("placed_at", "hour")]
    [InlineData("day", "year")]
    [InlineData("day", "month")]
    [InlineData("day", "day")]
    [InlineData("day", "identity")]
    [InlineData("id", "identity")]
    [InlineData("id", "bucket[4]")]
    [InlineData("id", "truncate[10]")]
    [InlineData("units", "truncate[7]")]
    [InlineData("units", "bucket[3]")]
    [InlineData("customer", "identity")]
    [InlineData("customer", "truncate[3]")]
    [InlineData("customer", "bucket[4]")]
    [InlineData("amount", "identity")]
    [InlineData("amount", "truncate[50]")]
    [InlineData("amount", "bucket[4]")]
    [InlineData("reference", "identity")]
    [InlineData("reference", "bucket[4]")]
    [InlineData("customer", "void")]
    public async Task Pruning_never_loses_a_row(string column, string transform)
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync(new PartitionField { Column = column, Transform = PartitionTransform.Parse(transform) });
        Order[] all = [.. Enumerable.Range(0, 60).Select(RowOf)];
        foreach (Order[] part in all.Chunk(15))
            state = (await table.AppendAsync(state, part)).State;
        state = await table.LoadAsync();
        Assert.Equal(all.Length, (await table.ReadAsync(state)).Count);
        Dictionary<string, List<Order>> files = [];
        foreach (ScanTask task in await table.PlanAsync(state))
            files[task.File.Path.ToString()] = await table.ReadAsync(task);

        foreach (Filter filter in Filters(column))
        {
            HashSet<string> planned = [.. (await table.PlanAsync(state, filter)).Select(t => t.File.Path.ToString())];
            foreach ((string path, List<Order> rows) in files)
                if (!planned.Contains(path))
                {
                    using RecordBatch batch = Order.ToBatch(rows);
                    TruthValue[] truth = new TruthValue[rows.Count];
                    FilterEvaluator.Create(filter, batch.Schema).Evaluate(batch, truth);
                    Assert.DoesNotContain(TruthValue.True, truth);
                }
        }
    }

    private static IEnumerable<Filter> Filters(string column)
    {
        yield return Filter.IsNull(column);
        yield return Filter.Not(Filter.IsNull(column));
        foreach (int i in (int[])[0, 1, 7, 13, 14, 15, 29, 44, 45, 59, 70])
        {
            Order row = RowOf(i);
            ScalarValue value = column switch
            {
                "placed_at" => ScalarValue.From(row.PlacedAt!.Value),
                "day" => ScalarValue.From(row.Day!.Value),
                "id" => row.Id,
                "units" => (long)(row.Units ?? 3),
                "amount" => row.Amount!.Value,
                "reference" => ScalarValue.From(row.Reference!.Value),
                _ => row.Customer ?? "c1",
            };
            foreach (ComparisonOperator comparison in Enum.GetValues<ComparisonOperator>())
                yield return Filter.Compare(column, comparison, value);
            yield return Filter.In(column, value);
        }
    }

    private static async Task<int> CountAsync(TestTable table, TableState state, Filter filter) => (await table.PlanAsync(state, filter)).Count;
}
