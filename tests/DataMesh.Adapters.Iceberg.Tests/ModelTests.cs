using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Sequences of commits against a dictionary of files.</summary>
public sealed class ModelTests
{
    private static readonly PartitionField[][] Partitionings =
    [
        [],
        [new() { Column = "units" }],
        [new() { Column = "placed_at", Transform = PartitionTransform.Month }, new() { Column = "id", Transform = PartitionTransform.Bucket(2) }],
    ];

    [Fact]
    public Task A_table_holds_what_its_commits_say_now_and_as_of_every_snapshot() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3].Array[1, 8], Gen.Int[0, 1_000]).SampleAsync(async (partitioning, steps, seed) =>
    {
        Random random = new(seed);
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync(Partitionings[partitioning]);
        List<(DataFile File, Order[] Rows)> live = [];
        Dictionary<long, long[]> history = [];
        int next = 0;
        foreach (int step in steps)
        {
            (DataFile File, Order[] Rows)[] removed = step == 0 ? [] : [.. live.Where(_ => step == 3 || random.Next(2) == 0)];
            Order[] rows = step == 2 ? [] : [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new Order(next++, null, null, new DateTime(2026, 1 + random.Next(3), 1, 0, 0, 0, DateTimeKind.Utc), Units: random.Next(3) is > 0 and var u ? u : null))];
            List<DataFile> added = await table.WriteAsync(state, rows);
            TableOperation operation = step == 0 ? TableOperation.Append : step == 2 ? TableOperation.Delete : TableOperation.Overwrite;
            state = (await table.CommitAsync(state, new TableCommit { Operation = operation, CommitKey = TestTable.NewKey(), Added = added, Removed = [.. removed.Select(r => r.File)] })).State;
            live.RemoveAll(removed.Contains);
            foreach (ScanTask task in (await table.PlanAsync(state)).Where(t => added.Exists(f => f.Path == t.File.Path)))
                live.Add((task.File, [.. await table.ReadAsync(task)]));
            history[state.Current!.Id] = [.. live.SelectMany(f => f.Rows).Select(o => o.Id).Order()];
            Assert.Equal(live.Sum(f => f.Rows.Length).ToString(System.Globalization.CultureInfo.InvariantCulture), state.Current.Summary["total-records"]);
        }

        TableState loaded = await table.LoadAsync();

        foreach ((long snapshot, long[] ids) in history)
            Assert.Equal(ids, (await table.ReadAsync(loaded, snapshot: snapshot)).Select(o => o.Id).Order());
        Assert.Equal(history[loaded.Current!.Id], (await table.ReadAsync(loaded)).Select(o => o.Id).Order());
    }, iter: 25, threads: 1);
}
