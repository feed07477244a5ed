using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>A random history of one port: publishes, rollbacks, expiry and policy changes, while two consumers follow it in pieces.</summary>
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
                if (dice.Chance(0.6) && (await replica.ConsumeAsync(dice.Next(1, 4))).Problem is { } problem)
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
            else if (what < 26 && mesh.Snapshots.Count > 0)
                await mesh.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, KeepSnapshots = dice.Next(1, 3) });
            else
                await mesh.PublishAsync(TableGen.Rows(dice, schema, dice.Next(0, 12)));
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

    public void Add(Replica replica, bool mayRead)
    {
        lock (_lock)
        {
            Followed += mayRead ? 1 : 0;
            Pages += replica.Pages;
            Updates += replica.Updates;
            foreach ((ChangeReset reset, int times) in replica.Resets)
                Resets[reset] = Resets.GetValueOrDefault(reset) + times;
        }
    }

    public override string ToString() => $"{Followed} followers, {Pages} pages, {Updates} updates, {string.Join(", ", Resets.Select(r => $"{r.Key} {r.Value}"))}";
}
