using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests.Policies;

public sealed class EnforcementScanTests
{
    private static readonly ScalarValue[] Empty = [.. Rows.Columns.Select(_ => ScalarValue.Null)];

    private static readonly MeshPrincipal Itself = new() { Name = "product", Kind = PrincipalKind.Product, Product = PolicyBench.Id };

    [Fact]
    public async Task Only_the_policys_own_filter_and_conditions_on_columns_in_clear_reach_the_table()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Row(("big", 1), ("small", 5), ("name", "anna"))]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Rows = Filter.Equal("small", 5), Masks = [new() { Column = "name", Mask = Mask.KeepFirst(1) }] }))
            with { Columns = PolicyBench.Bind(c => (c == "hour" ? Classification.Confidential : Classification.Internal, Category.None)) });
        EnforcementScan scan = await bench.OpenAsync("finance");

        await CountAsync(scan, ["big"], Filter.And(Filter.Equal("big", 1), Filter.Equal("name", "a***"), Filter.IsNull("hour")));
        await CountAsync(scan, ["big"], Filter.Or(Filter.Equal("big", 1), Filter.Equal("name", "a***")));

        Assert.Equal(
            [
                "small = 5 and big = 1", "small = 5 and big = 1", "small = 5", "small = 5",
            ],
            bench.Tables.Pruned.Select(f => f?.ToString()));
        Assert.All(bench.Tables.Columns, c => Assert.DoesNotContain("hour", c!));
    }

    [Fact]
    public async Task Where_the_mask_depends_on_the_row_nothing_of_the_readers_own_prunes()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Row(("big", 1)), Row(("big", 2))]);
        bench.Set(PolicyBench.Open(
            PolicyBench.Grant("clear", gives: new Sight { Rows = Filter.Equal("big", 1) }),
            PolicyBench.Grant("rest", gives: new Sight { Masks = [new() { Column = "big", Mask = Mask.Null }] })));
        EnforcementScan scan = await bench.OpenAsync("finance");

        Assert.Equal(0, await CountAsync(scan, ["big"], Filter.Equal("big", 2)));
        Assert.Equal(1, await CountAsync(scan, ["big"], Filter.Equal("big", 1)));
        Assert.All(bench.Tables.Pruned, Assert.Null);
        Assert.Equal("none | null", scan.Schema.GetFieldByName("big").Metadata[ArrowFields.MaskKey]);
        Assert.Null(scan.Uniform);
    }

    [Fact]
    public async Task A_uniform_decision_is_one_condition_and_one_mask_per_column()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(
            PolicyBench.Grant("a", gives: new Sight { Rows = Filter.Compare(FilterOperand.Column("name"), ComparisonOperator.Equal, FilterOperand.Attribute("team")), Columns = ["name", "at"] }),
            PolicyBench.Grant("b", gives: new Sight { Rows = Filter.Equal("big", 2), Columns = ["name", "at"] })) with
        {
            Rules = [new ColumnMask { Name = "m", Columns = ["at"], Mask = Mask.Year }, new Prohibition { Name = "p", Rows = Filter.Equal("flag", true) }],
            Retention = new Retention { Column = "at", Period = TimeSpan.FromDays(1) },
        });
        MeshPrincipal reader = MeshPrincipal.ForDomain("finance") with { Attributes = new Dictionary<string, string> { ["team"] = "red" } };

        UniformSight sight = (await bench.OpenAsync(reader)).Uniform!;

        Assert.Equal([("name", (int?)11, Mask.None), ("at", 17, Mask.Year)], sight.Columns.Select(c => (c.Name, c.FieldId, c.Mask)));
        DateTimeOffset limit = bench.Time.GetUtcNow().AddDays(-1);
        Assert.Equal(Filter.And(
            Filter.Or(Filter.Equal("name", "red"), Filter.Equal("big", 2)), Filter.Not(Filter.Equal("flag", true)), Filter.Compare("at", ComparisonOperator.GreaterThan, ScalarValue.From(limit.UtcDateTime))), sight.Rows);
    }

    [Fact]
    public async Task Retention_hides_what_is_over_and_what_has_no_time_as_the_clock_moves_on()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([]);
        DateTime now = bench.Time.GetUtcNow().UtcDateTime;
        bench = await PolicyBench.CreateAsync([Row(("at", ScalarValue.From(now.AddDays(-1)))), Row(("at", ScalarValue.From(now.AddDays(-3)))), Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Retention = new Retention { Column = "at", Period = TimeSpan.FromDays(2) } });
        EnforcementScan early = await bench.OpenAsync("finance");

        Assert.Equal(1, await CountAsync(early, ["big"], null));
        bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await CountAsync(early, ["big"], null));
        Assert.Equal(0, await CountAsync(await bench.OpenAsync("finance"), ["big"], null));
        Assert.Equal(3, await CountAsync(await bench.OpenAsync(Itself), ["big"], null));
    }

    [Fact]
    public async Task A_hidden_column_and_an_absent_one_give_the_same_error()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Columns = ["big", "small", "name"] })) with { Rules = [new ColumnMask { Name = "d", Columns = ["name"], Mask = Mask.Drop }] });
        EnforcementScan scan = await bench.OpenAsync("finance");

        Assert.Equal(["small", "big"], scan.Schema.FieldsList.Select(f => f.Name));
        foreach (string hidden in (string[])["name", "ratio"])
        {
            Assert.Equal(Message("absnt"), Message(hidden).Replace(hidden, "absnt", StringComparison.Ordinal));
            Assert.Throws<DataMeshException>(() => scan.ReadAsync(null, Filter.IsNull(hidden), false, TestContext.Current.CancellationToken));
        }

        string Message(string column) => Assert.Throws<DataMeshException>(() => scan.ReadAsync([column], null, false, TestContext.Current.CancellationToken)).Message;
    }

    [Fact]
    public async Task Who_does_not_see_all_gets_no_totals_and_no_reason()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty, Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Rows = Filter.Equal("big", 1) })));

        Assert.Null((await bench.OpenAsync("finance")).TotalRows);
        Assert.Equal(2, (await bench.OpenAsync(Itself)).TotalRows ?? 2);
        TableSnapshot snapshot = (await bench.OpenAsync("finance")).Snapshot! with { Summary = new Dictionary<string, string> { [SummaryKeys.Reason] = "military rows removed" } };
        Assert.Null(PortSnapshots.ForReader(snapshot, isUnrestricted: false).Reason);
        Assert.Equal("military rows removed", PortSnapshots.ForReader(snapshot, isUnrestricted: true).Reason);
    }

    [Fact]
    public async Task The_contract_of_a_reader_says_only_what_is_still_true()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        SchemaObject schema = PolicyBench.Schema with
        {
            Properties = [.. PolicyBench.Schema.Properties.Where(p => p.Name is "big" or "small" or "name").Select((p, i) => p with { Required = true, KeyPosition = i + 1, Constraints = new() { MaximumLength = p.Name == "name" ? 3 : null } })],
        };
        bench.Contract = bench.Contract with { Schema = schema };
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Masks = [new() { Column = "name", Mask = Mask.Null }], Excluded = ["small"] })));

        DataContract shown = EffectiveContract.Of(bench.Contract, (await bench.OpenAsync("finance")).Plan);

        Assert.Equal([("big", true, (int?)null), ("name", false, null)], shown.Schema.Properties.Select(p => (p.Name, p.Required, p.KeyPosition)));
        Assert.Null(shown.Schema.Find("name")!.Constraints.MaximumLength);
        Assert.Same(bench.Contract, EffectiveContract.Of(bench.Contract, (await bench.OpenAsync(Itself)).Plan));
    }

    [Fact]
    public async Task An_explanation_shows_labels_to_the_consumer_and_filters_and_places_to_the_owner()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant("basic", gives: new Sight { Rows = Filter.Equal("name", "secret"), Columns = ["name", "big"], Masks = [new() { Column = "name", Mask = Mask.KeepFirst(2) }] }) with { Origin = "Orders.cs:31", Obligations = ["delete after use"] })
            with { Rules = [new ColumnMask { Name = "hash all", Columns = ["big"], Mask = Mask.Hash, Origin = "Orders.cs:40" }] });
        EnforcementScan scan = await bench.OpenAsync("finance");

        AccessExplanation consumer = AccessExplainer.Explain(bench.Binding, scan.Decision, scan.Plan, forOwner: false);
        AccessExplanation owner = AccessExplainer.Explain(bench.Binding, scan.Decision, scan.Plan, forOwner: true);

        Assert.Equal(["basic", "hash all"], consumer.RulesThatFired);
        Assert.All(consumer.Rules, r => Assert.Equal((null, null), (r.Rows, r.Origin)));
        Assert.True(consumer.Rules[0].LimitsRows);
        Assert.Equal(["delete after use"], consumer.Rules[0].Obligations);
        Assert.Equal([("big", "hash", "hash all"), ("name", "first 2", "basic")], consumer.Columns.Select(c => (c.Name, Assert.Single(c.Masks).ToString(), Assert.Single(c.Rules))));
        Assert.Equal([("name = 'secret'", "Orders.cs:31"), (null, "Orders.cs:40")], owner.Rules.Select(r => (r.Rows, r.Origin)));
        bench.Policy = null;
        AccessExplanation denied = AccessExplainer.Explain(bench.Binding, bench.Decide("finance"), null, forOwner: false);
        Assert.Equal((false, 0), (denied.IsAllowed, denied.Columns.Count));
        Assert.NotNull(denied.Denial);
    }

    [Fact]
    public async Task An_unrestricted_read_is_the_tables_own_batches()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty, Empty, Empty], [Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant()));
        EnforcementScan scan = await bench.OpenAsync("finance");
        List<int> sizes = [];

        await foreach (RecordBatch batch in scan.ReadAsync(null, null, false, TestContext.Current.CancellationToken))
            using (batch)
                sizes.Add(batch.Length);

        Assert.True(scan.Plan.IsUnrestricted);
        Assert.Equal([3, 1], sizes);
    }

    private static ScalarValue[] Row(params (string Column, ScalarValue Value)[] values)
    {
        ScalarValue[] row = [.. Empty];
        foreach ((string column, ScalarValue value) in values)
            row[Rows.OrdinalOf(column)] = value;
        return row;
    }

    private static async Task<int> CountAsync(EnforcementScan scan, string[] columns, Filter? filter)
    {
        int count = 0;
        await foreach (RecordBatch batch in scan.ReadAsync(columns, filter, false, TestContext.Current.CancellationToken))
            using (batch)
                count += batch.Length;
        return count;
    }
}
