using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>A random history of one port: publishes, deletes, rollbacks, compaction, expiry and policy changes, while two consumers follow it in pieces and die in between.</summary>
internal static class History
{
    private const int Steps = 20;

    /// <summary>What is wrong with what the followers have in the end, or null.</summary>
    public static async Task<string?> FindDifferenceAsync(int seed, HistoryFigures figures)
    {
        Dice dice = new(seed);
        PublishMode mode = dice.Pick(PublishMode.Append, PublishMode.Replace, PublishMode.Upsert);
        SchemaObject schema = TableGen.Schema(dice);
        if (mode == PublishMode.Upsert || dice.Chance(0.3))
            schema = schema with { Properties = [schema.Properties[0] with { Required = true, KeyPosition = 0 }, .. schema.Properties.Skip(1)] };
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, dice.Pick(3, 7, 64), mode: mode);
        IReadOnlyList<ColumnClassification> columns = await mesh.BindColumnsAsync();
        PolicyGen gen = new(dice, schema, new ProductId(dice.NextGuid(), dice.NextGuid()));
        await SetPolicyAsync();
        Replica[] replicas = [.. Enumerable.Range(0, 2).Select(_ => new Replica(mesh, new Asking(gen.Principal(), gen.Purpose(), mesh.Time.GetUtcNow(), gen.Region())))];
        for (int step = 0; step < Steps; step++)
        {
            await ChangeAsync();
            foreach (Replica replica in replicas)
                if (dice.Chance(0.6) && (await replica.ConsumeAsync(dice.Next(1, 4), dies: dice.Chance(0.2))).Problem is { } problem)
                    return Report(problem);
        }
        foreach (Replica replica in replicas)
        {
            (bool mayRead, string? problem) = await replica.ConsumeAsync(int.MaxValue);
            if (problem is not null)
                return Report(problem);
            if (mayRead && !replica.Rows.SequenceEqual(await replica.ReadAsync()))
                return Report($"the follower has {replica.Rows.Count()} rows, and the port {(await replica.ReadAsync()).Count()}:\n  {string.Join("\n  ", replica.Rows.Take(5))}\n  --\n  {string.Join("\n  ", (await replica.ReadAsync()).Take(5))}");
            figures.Add(replica, mayRead);
        }
        return null;

        string Report(string problem) => string.Create(CultureInfo.InvariantCulture, $"history {seed}, {mode}: {problem}");

        async Task ChangeAsync()
        {
            int what = dice.Next(100);
            if (what < 8)
                await SetPolicyAsync();
            else if (what < 16 && mesh.Snapshots.Count > 1)
                await mesh.RollbackAsync(dice.Pick(mesh.Snapshots).Id);
            else if (what < 22 && mesh.Snapshots.Count > 0)
                figures.Expire(await mesh.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, KeepSnapshots = dice.Next(1, 3) }));
            else if (what < 30 && mesh.Snapshots.Count > 0)
                figures.Compact(await mesh.MaintainAsync(new MaintenanceOptions()));
            else if (what < 38 && mesh.Snapshots.Count > 0)
                figures.Delete(await mesh.DeleteAsync(Deleted()));
            else
                await mesh.PublishAsync(TableGen.Rows(dice, schema, dice.Next(0, 12)));
        }

        // The rows in which a column has one of some values that are there, or none.
        Filter Deleted()
        {
            IReadOnlyList<ScalarValue[]> rows = mesh.Snapshots.LastOrDefault(s => s.Rows.Count > 0).Rows ?? [];
            int column = dice.Next(schema.Properties.Count);
            ScalarValue[] values = [.. Enumerable.Range(0, rows.Count == 0 ? 0 : dice.Next(1, 4)).Select(_ => rows[dice.Next(rows.Count)][column]).Where(v => !v.IsNull)];
            return values.Length == 0 || schema.Properties[column].Type.IsNested ? Filter.IsNull(schema.Properties.First(p => !p.Type.IsNested).Name) : Filter.In(schema.Properties[column].Name, values);
        }

        // Of random policies most deny most, so the one that shows most of a few is taken.
        async Task SetPolicyAsync()
        {
            PortPolicy policy = gen.Port("rows", columns);
            Grant open = new() { Name = "everybody", To = new Recipients { Domains = ["sales", "ops", "hr"] }, Gives = dice.Chance(0.5) ? Sight.All : policy.Grants[0].Gives };
            await mesh.SetPolicyAsync(d => d with { Purposes = PolicyGen.PurposeTree, Ports = [policy with { Grants = dice.Chance(0.7) ? [.. policy.Grants, open] : policy.Grants }] });
        }
    }
}

/// <summary>What happened in the histories, so that a test knows that they were worth something. Thread-safe.</summary>
internal sealed class HistoryFigures
{
    private readonly Lock _lock = new();

    public int Followed { get; private set; }

    public int Pages { get; private set; }

    public int Updates { get; private set; }

    public Dictionary<ChangeReset, int> Resets { get; } = [];

    public int Deaths { get; private set; }

    public int Deletes { get; private set; }

    public int Compactions { get; private set; }

    public int Expiries { get; private set; }

    public void Delete(PublishResult? done) => Count(() => Deletes += done is { RowsReplaced: > 0 } ? 1 : 0);

    public void Compact(MaintenanceResult done) => Count(() => Compactions += done.CompactedFiles > 0 ? 1 : 0);

    public void Expire(MaintenanceResult done) => Count(() => Expiries += done.Expired.Count > 0 ? 1 : 0);

    public void Add(Replica replica, bool mayRead)
    {
        lock (_lock)
        {
            Followed += mayRead ? 1 : 0;
            Pages += replica.Pages;
            Updates += replica.Updates;
            Deaths += replica.Deaths;
            foreach ((ChangeReset reset, int times) in replica.Resets)
                Resets[reset] = Resets.GetValueOrDefault(reset) + times;
        }
    }

    private void Count(Action count)
    {
        lock (_lock)
            count();
    }

    public override string ToString() => $"{Followed} followers, {Pages} pages, {Updates} updates, {Deaths} deaths, {Deletes} deletes, {Compactions} compactions, {Expiries} expiries, {string.Join(", ", Resets.Select(r => $"{r.Key} {r.Value}"))}";
}
