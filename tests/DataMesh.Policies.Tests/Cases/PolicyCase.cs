using System.Linq.Expressions;

namespace DataMesh.Tests.Policies;

/// <summary>One question: who asks for what of which snapshot under which policy, and what the oracle says.</summary>
internal sealed class PolicyCase
{
    public required int Seed { get; init; }

    public required PolicyMesh Mesh { get; init; }

    public required NaivePolicy Law { get; init; }

    public required PortPolicy Policy { get; init; }

    public required Asking Asking { get; init; }

    /// <summary>The snapshot of time travel; the newest for every other way out.</summary>
    public required int Snapshot { get; init; }

    public Filter? Predicate { get; private init; }

    /// <summary>A projection in an order of its own.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    public Expression<Func<RichView, bool>>? Condition { get; private init; }

    public NaiveSight? Sight => Law.Decide(Asking);

    public IDataMesh Consumer => Mesh.Node(Asking.Region).As(Asking.Principal);

    public long SnapshotId => Mesh.Snapshots[Snapshot].Id;

    public static PolicyCase Create(int seed, Dice dice, PolicyMesh mesh, NaivePolicy law, PortPolicy policy, PolicyGen gen, Asking? previous = null)
    {
        // Most random principals are denied, which says little: of several, take the first that sees something.
        Asking asking = Ask();
        for (int i = 0; i < 4 && law.Decide(asking) is null; i++)
            asking = Ask();
        NaiveSight? sight = law.Decide(asking);
        SchemaProperty[] visible = [.. mesh.Schema.Properties.Where(p => sight?.Columns.Contains(p.Name) ?? false)];
        (Expression<Func<RichView, bool>> Condition, string[] Columns)[] conditions = [.. RichView.Conditions.Where(c => c.Columns.All(n => visible.Any(p => p.Name == n)))];
        return new PolicyCase
        {
            Seed = seed,
            Mesh = mesh,
            Law = law,
            Policy = policy,
            Asking = asking,
            Snapshot = dice.Next(mesh.Snapshots.Count),
            Predicate = visible.Length > 0 ? new FilterGen(dice, visible, forPolicy: false).Next() : null,
            Columns = visible.Length > 0 ? [.. dice.Some(visible, 0.6).DefaultIfEmpty(visible[0]).Select(p => p.Name).OrderBy(_ => dice.Next(1000))] : [],
            Condition = conditions.Length > 0 ? dice.Pick(conditions).Condition : null,
        };

        // Often the one that asked last, who differs in one respect: a cache that forgets the respect answers for the other.
        Asking Ask() => previous is not null && dice.Chance(0.6) ? gen.Vary(previous) with { Now = mesh.Time.GetUtcNow() } : new(gen.Principal(), gen.Purpose(), mesh.Time.GetUtcNow(), gen.Region());
    }

    /// <summary>The rows the law gives, of some columns and under a consumer's predicate, which sees what the consumer sees.</summary>
    public List<ScalarValue[]> Expect(NaiveSight sight, IReadOnlyList<string>? columns = null, Filter? predicate = null, int? snapshot = null)
    {
        Dictionary<string, int> index = sight.Columns.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i);
        return [.. sight.See(Mesh.Schema, Mesh.Snapshots.Count == 0 ? [] : Mesh.Snapshots[snapshot ?? Mesh.Snapshots.Count - 1].Rows, Mesh.Key)
            .Where(row => predicate is null || NaiveFilter.Evaluate(predicate, name => row[index[name]], null, Asking.Now) == true)
            .Select(row => columns is null ? row : (ScalarValue[])[.. columns.Select(c => index.TryGetValue(c, out int i) ? row[i] : ScalarValue.Null)])];
    }

    public string Describe() => $"seed {Seed}: {PolicyText.Describe(Asking)}\npredicate {Predicate}, projection {string.Join(", ", Columns)}, snapshot {Snapshot + 1} of {Mesh.Snapshots.Count}, condition {Condition}\n{PolicyText.Describe(Policy, Mesh.Schema)}";
}
