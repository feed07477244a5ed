namespace DataMesh.Tests.Policies;

/// <summary>The two laws of POLICIES section 3, on pairs of policies that differ in one statement.</summary>
public sealed class LawTests
{
    private const int Pairs = 10_000;

    [Fact]
    public async Task A_grant_never_removes_information_and_a_rule_never_adds_any()
    {
        int grants = 0, rules = 0, changed = 0;
        for (int seed = 1; grants + rules < Pairs; seed++)
        {
            Dice dice = new(seed);
            SchemaObject schema = TableGen.Schema(dice);
            PolicyGen gen = new(dice, schema, new ProductId(dice.NextGuid(), dice.NextGuid()));
            ProductId product = new(dice.NextGuid(), dice.NextGuid());
            PortPolicy policy = gen.Port("rows", PureReader.Bind(schema));
            List<AccessAgreement> agreements = gen.Agreements(policy, product);
            List<ScalarValue[]> rows = TableGen.Rows(dice, schema, 6);
            for (int i = 0; i < 4; i++)
            {
                bool isGrant = dice.Chance(0.5);
                PortPolicy more = isGrant ? policy with { Grants = [.. policy.Grants, gen.Grant(99)] } : policy with { Rules = [.. policy.Rules, gen.Rule(99)] };
                Asking asking = new(gen.Principal(), gen.Purpose(), TableGen.Epoch, gen.Region());
                List<MaskedCell?[]?>? before = await SeeAsync(policy, asking), after = await SeeAsync(more, asking);
                (List<MaskedCell?[]?>? wider, List<MaskedCell?[]?>? narrower) = isGrant ? (after, before) : (before, after);
                string? broken = FindLoss(narrower, wider);
                Assert.True(broken is null, $"seed {seed}: adding {(isGrant ? "a grant" : "a rule")}: {broken}\n{PolicyText.Describe(asking)}\n{PolicyText.Describe(more, schema)}");
                changed += before is null != after is null || (before is not null && !before.Select(Show).SequenceEqual(after!.Select(Show))) ? 1 : 0;
                (grants, rules) = isGrant ? (grants + 1, rules) : (grants, rules + 1);
            }

            async Task<List<MaskedCell?[]?>?> SeeAsync(PortPolicy asked, Asking asking)
            {
                PolicyDocument document = new() { Epoch = 1, Product = product, Purposes = PolicyGen.PurposeTree, Ports = [asked] };
                NaiveSight? sight = new NaivePolicy(document, asked, schema, agreements).Decide(asking);
                (IReadOnlyList<string> Columns, ScalarValue[]?[] Rows)? given = await new PureReader(document, schema, agreements).ReadAsync(asking, rows);
                Assert.True(sight is null == given is null, $"seed {seed}: the law {(sight is null ? "denies" : "allows")}, the decision does not");
                return sight is null ? null : Describe($"seed {seed}: {PolicyText.Describe(asking)}\n{PolicyText.Describe(asked, schema)}\n", sight, given!.Value.Columns, given.Value.Rows, schema, rows, scope => TestKeys.Key(scope, product));
            }
        }

        Assert.True(Math.Min(grants, rules) > Pairs / 3);
        Assert.True(changed > Pairs / 10, $"only {changed} pairs differ: the generator says too little");
    }

    // The decision and its kernels must give what the law says; the mask behind each cell then comes from the law.
    private static List<MaskedCell?[]?> Describe(string where, NaiveSight sight, IReadOnlyList<string> columns, ScalarValue[]?[] given, SchemaObject schema, List<ScalarValue[]> rows, Func<MaskKeyScope, byte[]> keys)
    {
        Assert.Equal(sight.Columns, columns);
        Dictionary<string, int> index = schema.Properties.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i);
        List<MaskedCell?[]?> all = [];
        for (int row = 0; row < rows.Count; row++)
        {
            ScalarValue[]? law = sight.See(schema, [rows[row]], keys).SingleOrDefault();
            Assert.True((law is null ? "hidden" : Batches.Text(law)) == (given[row] is { } shown ? Batches.Text(shown) : "hidden"),
                $"{where}of the row {Batches.Text(rows[row])} the decision gives {(given[row] is { } got ? Batches.Text(got) : "nothing")}, the law {(law is null ? "nothing" : Batches.Text(law))}");
            IReadOnlyList<NaiveGrant> matching = law is null || sight.IsRaw ? [] : sight.Match(rows[row], schema, index);
            all.Add(law is null ? null : [.. schema.Properties.Select(p => !sight.Columns.Contains(p.Name) ? null
                : new MaskedCell(sight.IsRaw ? Mask.None : NaiveSight.CellMask(p.Name, matching)))]);
        }
        return all;
    }

    private static string? FindLoss(List<MaskedCell?[]?>? narrower, List<MaskedCell?[]?>? wider)
    {
        if (narrower is null)
            return null;
        if (wider is null)
            return "everything is denied that was allowed";
        for (int row = 0; row < narrower.Count; row++)
        {
            if (narrower[row] is not { } few)
                continue;
            if (wider[row] is not { } many)
                return $"row {row} is hidden that was visible";
            for (int column = 0; column < few.Length; column++)
                if (few[column] is { } cell && (many[column] is not { } other || !other.ShowsAtLeast(cell)))
                    return $"column {column} of row {row} shows less: {many[column]?.Mask} for {cell.Mask}";
        }
        return null;
    }

    private static string Show(MaskedCell?[]? row) => row is null ? "hidden" : string.Join(", ", row.Select(c => c?.ToString() ?? "absent"));

    /// <summary>A cell with the mask through which it is seen; null when no grant that matches the row names the column.</summary>
    private sealed record MaskedCell(Mask? Mask)
    {
        public bool ShowsAtLeast(MaskedCell other) => other.Mask is null || (Mask is { } mask && NaiveMask.Rank(mask).CompareTo(NaiveMask.Rank(other.Mask)) <= 0);
    }
}
