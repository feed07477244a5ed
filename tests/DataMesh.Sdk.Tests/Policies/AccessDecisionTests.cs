using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests.Policies;

public sealed class AccessDecisionTests
{
    private static readonly ScalarValue[] Empty = [.. Rows.Columns.Select(_ => ScalarValue.Null)];

    private static readonly PurposeDefinition[] Tree =
    [
        new() { Purpose = "reporting" }, new() { Purpose = "revenue", Parent = "reporting" }, new() { Purpose = "month-end", Parent = "revenue" },
        new() { Purpose = "loop-a", Parent = "loop-b" }, new() { Purpose = "loop-b", Parent = "loop-a" },
    ];

    [Fact]
    public async Task A_purpose_holds_for_all_below_it_and_for_none_above()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(PolicyBench.Open(PolicyBench.Grant() with { Purposes = ["revenue"] }), null, Tree);

        Assert.True(bench.Decide("finance", "revenue").IsAllowed);
        Assert.True(bench.Decide("finance", "month-end").IsAllowed);
        Assert.False(bench.Decide("finance", "reporting").IsAllowed);
        Assert.False(bench.Decide("finance", "loop-a").IsAllowed);
        Assert.False(bench.Decide("finance", "unheard-of").IsAllowed);
        Assert.Equal("'sales/orders/lines' demands a purpose. Offered: revenue. Pass purpose: to OpenAsync.", bench.Decide("finance").Denial);
    }

    [Fact]
    public async Task What_one_grant_has_never_helps_another()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(PolicyBench.Open(
            PolicyBench.Grant("right purpose, wrong region") with { Purposes = ["revenue"], Regions = ["us"] },
            PolicyBench.Grant("right region, wrong purpose") with { Purposes = ["audit"], Regions = ["eu"] },
            PolicyBench.Grant("both, but over") with { Purposes = ["revenue"], Regions = ["eu"], ValidUntil = bench.Time.GetUtcNow() },
            PolicyBench.Grant("both, but not yet") with { Purposes = ["revenue"], Regions = ["eu"], ValidFrom = bench.Time.GetUtcNow().AddDays(1) },
            PolicyBench.Grant("both, for others", "marketing") with { Purposes = ["revenue"], Regions = ["eu"] }));
        bench.Decider.Region = "eu";

        AccessDecision decision = bench.Decide("finance", "revenue");

        Assert.False(decision.IsAllowed);
        Assert.Empty(decision.Sources);
        bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["both, but not yet"], bench.Decide("finance", "revenue").Rules);
    }

    [Fact]
    public async Task A_region_must_be_known()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(PolicyBench.Open(PolicyBench.Grant() with { Regions = ["eu"] }));

        Assert.Contains("'eu' only, and this process does not say where it runs. Say where with UseRegion", bench.Decide("finance").Denial, StringComparison.Ordinal);
        bench.Decider.Region = "us";
        Assert.Contains("runs in 'us'", bench.Decide("finance").Denial, StringComparison.Ordinal);
        bench.Decider.Region = "eu";
        Assert.True(bench.Decide("finance").IsAllowed);
    }

    [Fact]
    public async Task An_agreement_gives_its_offer_to_its_consumer_for_its_purpose_while_it_is_in_force()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(new PortPolicy { Port = "lines", Major = 1, Offers = [new Offer { Name = "basic", Purposes = ["campaigns"] }], Columns = PolicyBench.Bind() });
        AccessAgreement agreement = new()
        {
            Id = Guid.NewGuid(), Number = 2, Status = AgreementStatus.Approved, Provider = PolicyBench.Id, Port = new PortReference(PolicyBench.Port, 1), Offer = "basic", Purpose = "campaigns",
            Consumer = new AgreementConsumer { Domain = "marketing" }, RequestedBy = "marketing", RequestedAt = bench.Time.GetUtcNow(), End = bench.Time.GetUtcNow().AddDays(90),
        };

        Assert.Contains("Ask for one with Access.RequestAsync", bench.Decide("marketing", "campaigns").Denial, StringComparison.Ordinal);
        foreach (AccessAgreement other in (AccessAgreement[])
            [
                agreement with { Status = AgreementStatus.Requested }, agreement with { Status = AgreementStatus.Rejected }, agreement with { Provider = new ProductId(Guid.NewGuid(), Guid.NewGuid()) },
                agreement with { Port = new PortReference(PolicyBench.Port, 2) }, agreement with { Offer = "gone" }, agreement with { Offer = null }, agreement with { Purpose = "fun" },
                agreement with { Consumer = new AgreementConsumer { Domain = "finance" } }, agreement with { Start = bench.Time.GetUtcNow().AddSeconds(1) },
            ])
        {
            bench.Agreements = [other];
            bench.Set(bench.Policy!.Ports[0]);
            Assert.False(bench.Decide("marketing", "campaigns").IsAllowed);
        }
        bench.Agreements = [agreement];
        bench.Set(bench.Policy!.Ports[0]);
        AccessDecision allowed = bench.Decide("marketing", "campaigns");
        Assert.Equal((true, "basic", PolicyElement.Agreement, agreement.Id), (allowed.IsAllowed, allowed.Rules[0], allowed.Sources[0].Element, allowed.Agreements[0]));
        Assert.False(bench.Decide("marketing", "revenue").IsAllowed);
        bench.Time.Advance(TimeSpan.FromDays(90));
        Assert.Contains("has ended", bench.Decide("marketing", "campaigns").Denial, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_can_be_pretended_and_changes_nothing_for_real()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(new PortPolicy { Port = "lines", Major = 1, Offers = [new Offer { Name = "basic", Purposes = ["campaigns"] }], Columns = PolicyBench.Bind() });

        Assert.True(bench.Decide("marketing", "campaigns", "basic").IsAllowed);
        Assert.False(bench.Decide("marketing", "campaigns").IsAllowed);
        Assert.False(bench.Decide("marketing", "revenue", "basic").IsAllowed);
        Assert.False(bench.Decide("marketing", "campaigns", "unknown").IsAllowed);
    }

    [Fact]
    public async Task An_unknown_attribute_never_gives_and_always_binds()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        Filter condition = Filter.Parse("attribute('clearance') = 'high'");
        Recipients conditional = new() { Domains = ["finance"], When = condition };
        MeshPrincipal high = MeshPrincipal.ForDomain("finance") with { Attributes = new Dictionary<string, string> { ["clearance"] = "high" } };
        MeshPrincipal low = high with { Attributes = new Dictionary<string, string> { ["clearance"] = "low" } };
        MeshPrincipal unknown = "finance";
        bench.Set(PolicyBench.Open(PolicyBench.Grant() with { To = conditional }));

        Assert.Equal((true, false, false), (bench.Decide(high).IsAllowed, bench.Decide(low).IsAllowed, bench.Decide(unknown).IsAllowed));
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Rules = [new Prohibition { Name = "no", For = conditional }] });
        Assert.Equal((false, true, false), (bench.Decide(high).IsAllowed, bench.Decide(low).IsAllowed, bench.Decide(unknown).IsAllowed));
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Rules = [new Prohibition { Name = "broken", For = conditional with { When = Filter.Parse("attribute('clearance') > 3") } }] });
        Assert.False(bench.Decide(low).IsAllowed);
    }

    [Fact]
    public async Task Nobody_gets_the_decision_of_somebody_else()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(PolicyBench.Open(
            PolicyBench.Grant("role") with { To = new Recipients { Roles = ["auditor"] } },
            PolicyBench.Grant("user") with { To = new Recipients { Users = ["ann"] } },
            PolicyBench.Grant("product") with { To = new Recipients { Products = [PolicyBench.Id] } }));
        List<string> roles = ["auditor"];
        MeshPrincipal holder = new() { Name = "bob", Kind = PrincipalKind.User, Roles = roles };

        Assert.True(bench.Decide(holder).IsAllowed);
        roles.Clear();
        Assert.False(bench.Decide(holder).IsAllowed);
        Assert.True(bench.Decide(new MeshPrincipal { Name = "ann", Kind = PrincipalKind.User }).IsAllowed);
        Assert.False(bench.Decide(new MeshPrincipal { Name = "ann", Kind = PrincipalKind.Domain }).IsAllowed);
        Assert.False(bench.Decide(new MeshPrincipal { Name = "ann2", Kind = PrincipalKind.User }).IsAllowed);
        Assert.False(bench.Decide(new MeshPrincipal { Name = "x", Kind = PrincipalKind.User, Product = PolicyBench.Id }).IsAllowed);
    }

    [Fact]
    public async Task A_decision_is_made_once_and_anew_when_the_policy_the_head_or_the_time_says_so()
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        bench.Set(PolicyBench.Open(PolicyBench.Grant() with { ValidUntil = bench.Time.GetUtcNow().AddHours(1) }));
        AccessDecision first = bench.Decide("finance");

        Assert.Same(first, bench.Decide("finance"));
        bench.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Same(first, bench.Decide("finance"));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(bench.Decide("finance").IsAllowed);
        bench.Set(PolicyBench.Open(PolicyBench.Grant()));
        Assert.True(bench.Decide("finance").IsAllowed);
        Assert.NotSame(first, bench.Decide("finance"));
    }

    [Fact]
    public async Task Stewards_and_the_product_see_all_and_no_rule_binds_them()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        MeshPrincipal steward = new() { Name = "sue", Kind = PrincipalKind.User, Roles = ["steward"] };
        MeshPrincipal itself = new() { Name = "product", Kind = PrincipalKind.Product, Product = PolicyBench.Id };
        bench.Set(new PortPolicy { Port = "lines", Major = 1, Rules = [new Prohibition { Name = "nobody" }], Columns = PolicyBench.Bind(_ => (Classification.Restricted, Category.None)) }, new Recipients { Roles = ["steward"] });

        Assert.True((await bench.OpenAsync(steward)).Plan.IsUnrestricted);
        Assert.True((await bench.OpenAsync(itself)).Plan.IsUnrestricted);
        bench.Policy = null;
        Assert.True((await bench.OpenAsync(itself)).Plan.IsUnrestricted);
        Assert.False(bench.Decide(steward).IsAllowed);
    }

    [Fact]
    public async Task Too_many_different_grants_are_a_denial_and_equal_ones_count_once()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        Grant Numbered(int i, long value) => PolicyBench.Grant($"g{i}", gives: new Sight { Rows = Filter.Equal("big", value) });

        bench.Set(PolicyBench.Open([.. Enumerable.Range(0, 65).Select(i => Numbered(i, i))]));
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
        Assert.Contains("65 different grants", denied.Message, StringComparison.Ordinal);
        bench.Set(PolicyBench.Open([.. Enumerable.Range(0, 64).Select(i => Numbered(i, i)), Numbered(64, 7)]));
        Assert.Equal(64, (await bench.OpenAsync("finance")).Plan.Grants.Count);
    }

    [Fact]
    public async Task A_hash_without_a_key_denies_what_depends_on_it_and_nothing_else()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Keys = null;
        Grant hashed = PolicyBench.Grant("hashed", gives: new Sight { Masks = [new() { Column = "name", Mask = Mask.Hash }] });
        bench.Set(PolicyBench.Open(hashed));

        Assert.Contains("UseMaskKeys", (await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"))).Message, StringComparison.Ordinal);
        bench.Set(PolicyBench.Open(hashed, PolicyBench.Grant("plain", gives: new Sight { Columns = ["big"] })));
        Assert.Equal(["big"], (await bench.OpenAsync("finance")).Schema.FieldsList.Select(f => f.Name));
        bench.Set(PolicyBench.Open(PolicyBench.Grant("plain")) with { Rules = [new ColumnMask { Name = "hash", Columns = ["name"], Mask = Mask.Hash }] });
        await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
    }

    [Fact]
    public async Task A_condition_on_a_column_that_the_table_lacks_gives_nothing_in_a_grant_and_denies_in_a_rule()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        ColumnClassification[] columns = [.. PolicyBench.Bind(), new ColumnClassification { FieldId = 99, Name = "gone", Level = Classification.Internal }];
        Grant broken = PolicyBench.Grant("broken", gives: new Sight { Rows = Filter.Equal("gone", "secret") });

        bench.Set(PolicyBench.Open(broken) with { Columns = columns });
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
        Assert.Contains("'gone', which the snapshot does not have", denied.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", denied.Message, StringComparison.Ordinal);
        bench.Set(PolicyBench.Open(broken, PolicyBench.Grant("plain", gives: new Sight { Columns = ["big"] })) with { Columns = columns });
        Assert.Equal(["big"], (await bench.OpenAsync("finance")).Schema.FieldsList.Select(f => f.Name));
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Columns = columns, Rules = [new RowFilter { Name = "r", Rows = Filter.Equal("gone", "secret") }] });
        await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Columns = [.. columns.Where(c => c.Name != "name")], Rules = [new ColumnMask { Name = "r", Columns = ["name"], Mask = Mask.Null }] });
        Assert.Contains("without its field id", (await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misfits_of_kinds_deny_without_showing_the_condition()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Rows = Filter.Equal("big", "secret") })));
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));

        Assert.DoesNotContain("secret", denied.ToString(), StringComparison.Ordinal);
        bench.Set(PolicyBench.Open(PolicyBench.Grant(gives: new Sight { Masks = [new() { Column = "big", Mask = Mask.Year }] })));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
        bench.Set(PolicyBench.Open(PolicyBench.Grant()) with { Rules = [new ColumnMask { Name = "r", Columns = ["flag"], Mask = Mask.Hash }] });
        await Assert.ThrowsAsync<PolicyDeniedException>(() => bench.OpenAsync("finance"));
    }

    [Fact]
    public async Task A_stored_column_that_the_contract_lacks_is_in_nobodys_schema()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant()));
        bench.Contract = bench.Contract with { Schema = PolicyBench.Schema with { Properties = [.. PolicyBench.Schema.Properties.Where(p => p.Name != "name")] } };

        Assert.DoesNotContain("name", (await bench.OpenAsync("finance")).Schema.FieldsList.Select(f => f.Name));
        Assert.DoesNotContain("name", (await bench.OpenAsync(new MeshPrincipal { Name = "product", Kind = PrincipalKind.Product, Product = PolicyBench.Id })).Schema.FieldsList.Select(f => f.Name));
    }
}
