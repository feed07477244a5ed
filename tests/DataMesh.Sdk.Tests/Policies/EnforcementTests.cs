using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests.Policies;

/// <summary>The scan against cells that are decided one by one, as the law says.</summary>
public sealed class EnforcementTests
{
    private static readonly MeshPrincipal Reader = new() { Name = "ann", Kind = PrincipalKind.User, Domain = "finance", Attributes = new Dictionary<string, string> { ["team"] = "ab" } };

    private static readonly Mask[] Masks =
    [
        Mask.None, Mask.Null, Mask.Hash, Mask.KeepFirst(1), Mask.KeepFirst(3), Mask.KeepLast(2), Mask.Year, Mask.Month, Mask.Day, Mask.Bucket(5), Mask.Bucket(10), Mask.Bucket(0.5m),
        Mask.Constant("x"), Mask.Constant(17), Mask.Constant(0.5m),
    ];

    private static readonly Gen<Filter> Condition = Gen.Frequency<Filter>((4, FilterGen.Filters(mixedPairs: false, depth: 1)), (1, Gen.Const(Filter.Compare(FilterOperand.Column("name"), ComparisonOperator.Equal, FilterOperand.Attribute("team")))));

    private static readonly Gen<Sight> AnySight = Gen.Select(Gen.Frequency<Filter?>((1, Gen.Bool.Select(_ => (Filter?)null)), (2, Condition.Select(f => (Filter?)f))), Gen.Int[0, (1 << 17) - 1], Gen.Int[0, 3], MasksOf()).Select((rows, bits, all, masks) =>
    {
        string[]? columns = all == 0 ? null : [.. Rows.Columns.Where((_, i) => (bits >> i & 1) != 0).Select(c => c.Name)];
        return new Sight { Rows = rows, Columns = columns, Masks = [.. masks.Where(m => columns?.Contains(m.Column) ?? true)] };
    });

    private static readonly Gen<PolicyRule> AnyRule = Gen.Frequency<PolicyRule>(
        (2, Condition.Select(f => (PolicyRule)new RowFilter { Name = "filter", Rows = f })),
        (1, Condition.Select(f => (PolicyRule)new Prohibition { Name = "rows", Rows = f })),
        (1, Gen.OneOf<string>([.. Rows.Columns.Select(c => c.Name)]).Select(c => (PolicyRule)new Prohibition { Name = "column", Columns = [c] })),
        (4, Gen.Select(Gen.OneOf<string>([.. Rows.Columns.Select(c => c.Name)]), Gen.Int[0, 1000]).Select((c, pick) => (PolicyRule)new ColumnMask { Name = "mask", Columns = [c], Mask = Fitting(c)[pick % Fitting(c).Length] })));

    [Fact]
    public async Task Every_cell_of_a_read_is_what_the_law_says() => await Gen.Select(
        FilterGen.Row.Array[0, 14].Array[0, 3], AnySight.Array[1, 5], AnyRule.Array[0, 3], FilterGen.Filters(mixedPairs: false, depth: 1), Gen.Int[0, (1 << 17) - 1], Gen.Int[0, 3]).SampleAsync(async (files, sights, rules, own, confidential, mode) =>
    {
        PolicyBench bench = await PolicyBench.CreateAsync(files);
        PortPolicy policy = new()
        {
            Port = "lines",
            Major = 1,
            Grants = [.. sights.Select((s, i) => PolicyBench.Grant($"g{i}", gives: s))],
            Rules = rules,
            Columns = PolicyBench.Bind(c => ((confidential >> Rows.OrdinalOf(c) & confidential >> 1 & 1) != 0 ? Classification.Confidential : Classification.Internal, Category.None)),
        };
        bench.Set(policy);
        EnforcementScan scan = await bench.OpenAsync(Reader);
        Expected expected = Expected.Of(policy, [.. files.SelectMany(f => f)], Reader);
        Filter? filter = mode == 0 || own.GetColumns().Except(expected.Columns).Any() ? null : own;
        string[] columns = mode == 1 ? [.. expected.Columns.Reverse()] : expected.Columns;

        List<RecordBatch> batches = await Collect(scan, mode == 2 ? null : columns, filter, allowDictionaries: mode == 3);

        Assert.Equal(expected.Columns, scan.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal(expected.Visible(filter, columns), batches.SelectMany(b => ReadRows(b)), RowComparer.Instance);
        Assert.All(batches.SkipLast(1), b => Assert.Equal(PolicyBench.BatchRows, b.Length));
        foreach (RecordBatch batch in batches)
            for (int i = 0; i < batch.ColumnCount; i++)
                Assert.True(batch.Column(i).NullCount == 0 || batch.Schema.GetFieldByIndex(i).IsNullable);
        batches.ForEach(b => b.Dispose());
    }, iter: 400, threads: 2);

    private static Gen<MaskedColumn[]> MasksOf() => Gen.Int[0, 999].Array[Rows.Columns.Count].Select(picks => Rows.Columns
        .Select((c, i) => (c.Name, Fit: Fitting(c.Name), Pick: picks[i])).Where(c => c.Pick % 2 == 0)
        .Select(c => new MaskedColumn { Column = c.Name, Mask = c.Fit[c.Pick / 2 % c.Fit.Length] }).ToArray());

    private static Mask[] Fitting(string column) => [.. Masks.Where(m => m.FindProblem(Rows.TypeOf(column)) is null)];

    private static async Task<List<RecordBatch>> Collect(EnforcementScan scan, string[]? columns, Filter? filter, bool allowDictionaries)
    {
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in scan.ReadAsync(columns, filter, allowDictionaries, TestContext.Current.CancellationToken))
            batches.Add(batch);
        return batches;
    }

    private static IEnumerable<ScalarValue[]> ReadRows(RecordBatch batch)
    {
        ScalarValue[][] columns = [.. batch.Arrays.Select(a => Rows.ReadColumn(a))];
        return Enumerable.Range(0, batch.Length).Select(row => columns.Select(c => c[row]).ToArray());
    }

    private sealed class RowComparer : IEqualityComparer<ScalarValue[]>
    {
        public static RowComparer Instance { get; } = new();

        public bool Equals(ScalarValue[]? x, ScalarValue[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(ScalarValue[] obj) => obj.Length;
    }

    /// <summary>The law, cell by cell.</summary>
    private sealed class Expected
    {
        private readonly List<ScalarValue[]> _rows = [];

        public required string[] Columns { get; init; }

        public static Expected Of(PortPolicy policy, ScalarValue[][] rows, MeshPrincipal reader)
        {
            HashSet<string> excluded = [.. policy.Rules.OfType<Prohibition>().SelectMany(p => p.Columns)];
            string[] all = [.. Rows.Columns.Select(c => c.Name)];
            Expected expected = new() { Columns = [.. all.Where(c => !excluded.Contains(c) && policy.Grants.Any(g => g.Gives.Columns?.Contains(c) ?? true))] };
            foreach (ScalarValue[] row in rows)
            {
                Grant[] matching = [.. policy.Grants.Where(g => Holds(g.Gives.Rows, row, reader) == TruthValue.True)];
                bool restricted = policy.Rules.Any(r => r switch
                {
                    RowFilter filter => Holds(filter.Rows, row, reader) != TruthValue.True,
                    Prohibition { Rows: { } forbidden } => Holds(forbidden, row, reader) != TruthValue.False,
                    _ => false,
                });
                if (matching.Length > 0 && !restricted)
                    expected._rows.Add([.. all.Select((c, i) => expected.Columns.Contains(c) ? Cell(policy, matching, c, row[i]) : ScalarValue.Null)]);
            }
            return expected;
        }

        public IEnumerable<ScalarValue[]> Visible(Filter? own, string[] columns) => _rows.Where(r => own is null || Holds(own, r, null) == TruthValue.True).Select(r => columns.Select(c => r[Rows.OrdinalOf(c)]).ToArray());

        private static ScalarValue Cell(PortPolicy policy, Grant[] matching, string column, ScalarValue value)
        {
            Mask[] rules = [.. policy.Rules.OfType<ColumnMask>().Where(m => m.Columns.Contains(column)).Select(m => m.Mask)];
            bool confidential = policy.Columns.First(c => c.Name == column).Level >= Classification.Confidential;
            Mask[] shown = [.. matching.Where(g => g.Gives.Columns?.Contains(column) ?? true)
                .Select(g => MaskOrder.Raise([g.Gives.Masks.FirstOrDefault(m => m.Column == column)?.Mask ?? (confidential ? Mask.Null : Mask.None), .. rules]))];
            return shown.Length == 0 ? ScalarValue.Null : MaskOracle.Apply(shown.Min(Comparer<Mask>.Create(MaskOrder.CompareRank))!, Rows.TypeOf(column), value);
        }

        private static TruthValue Holds(Filter? filter, ScalarValue[] row, MeshPrincipal? reader)
        {
            if (filter is null)
                return TruthValue.True;
            using RecordBatch batch = Rows.Build([row], 0);
            TruthValue[] truth = new TruthValue[1];
            FilterEvaluator.Create(filter, batch.Schema, reader).Evaluate(batch, truth);
            return truth[0];
        }
    }
}
