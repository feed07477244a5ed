namespace DataMesh.Testing.Tests;

public sealed class AccessTests
{
    private static readonly DateTimeOffset _from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nobody_may_read_by_default()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>("sales/customers/current", _ => { });

        policy.For("marketing").IsDenied();
        Failures.Says(() => policy.For("marketing").IsAllowed(), "'marketing' was expected to be allowed to read, and is denied.", "The decision on 'sales/customers/current@1': denied.", "no grant covers it");
    }

    [Fact]
    public void IsDenied_fails_for_a_reader_with_a_grant() =>
        Failures.Says(() => PolicyUnderTest.Of<Customer>(port => port.Grant("all", g => g.ToDomain("marketing"))).For("marketing").IsDenied(),
            "expected to be denied, and is allowed to read", "grant 'all'");

    [Fact]
    public void A_reader_who_is_denied_fulfils_no_other_expectation_also_not_that_it_sees_nothing()
    {
        ReaderUnderTest<Customer> denied = PolicyUnderTest.Of<Customer>(port => port.Grant("all", g => g.ToDomain("marketing"))).For("finance").IsDenied();

        Action[] assertions =
        [
            () => denied.IsAllowed(), () => denied.Sees(c => c.Id), () => denied.DoesNotSee(c => c.Id),
            () => denied.SeesRow(Customers.Ann), () => denied.DoesNotSeeRow(Customers.Ann), () => denied.Reads(Customers.Ann),
        ];

        Assert.All(assertions, assertion => Failures.Says(assertion, "'finance'", "and is denied", "Access denied"));
    }

    [Fact]
    public void A_purpose_must_be_a_granted_one_or_lie_below_it()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(
            port => port.Grant("security", g => g.ToDomain("risk").For("security")),
            product => product.Purpose("security").Purpose("fraud-detection", under: "security"));

        policy.For("risk").IsDenied().Purpose("security").IsAllowed().Purpose("fraud-detection").IsAllowed().Purpose("campaigns").IsDenied();
    }

    [Fact]
    public void A_grant_begins_and_ends()
    {
        ReaderUnderTest<Customer> auditor = PolicyUnderTest.Of<Customer>(port => port.Grant("audit", g => g.ToDomain("audit").From(_from).Until(_from.AddDays(7)))).For("audit");

        auditor.At(_from.AddTicks(-1)).IsDenied().At(_from).IsAllowed().At(_from.AddDays(7).AddTicks(-1)).IsAllowed().At(_from.AddDays(7)).IsDenied();
        Failures.Says(() => auditor.At(_from.AddDays(8)).IsAllowed(), "'audit' at 2026-01-09T00:00:00Z", "the access has ended");
    }

    [Fact]
    public void A_grant_of_some_regions_holds_there_only()
    {
        ReaderUnderTest<Customer> reader = PolicyUnderTest.Of<Customer>(port => port.Grant("local", g => g.ToDomain("sales").InRegion("eu"))).For("sales");

        reader.InRegion("eu").IsAllowed();
        reader.IsDenied();
        Failures.Says(() => reader.InRegion("us").IsAllowed(), "in the region 'us'", "'eu' only");
    }

    [Fact]
    public void An_offer_gives_nothing_without_an_agreement_and_nothing_for_another_purpose()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(port => port.Offer("churn", o => o.Mask(c => c.Email, Mask.Hash)));
        ReaderUnderTest<Customer> analytics = policy.For("analytics").Purpose("churn");

        analytics.IsDenied();
        analytics.With("churn").Sees(c => c.Email).Masked(Mask.Hash);
        policy.For("analytics").With("churn").IsDenied();
        policy.For("analytics").Purpose("campaigns").With("churn").IsDenied();
        Failures.Says(() => analytics.With("churn").IsDenied(), "with the offer 'churn'", "agreement on the offer 'churn'");
    }

    [Fact]
    public void An_offer_that_does_not_exist_is_misuse_and_the_message_names_those_that_do()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(port => port.Offer("churn"));

        Assert.Contains("'churn'", Assert.Throws<ArgumentException>(() => policy.For("analytics").With("chrun")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prohibition_wins_over_every_grant()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(port => port
            .Grant("staff", g => g.ToRole("employee"))
            .Prohibit("no advertising", p => p.ForDomain("advertising")));
        MeshPrincipal employee = new() { Name = "eve", Kind = PrincipalKind.User, Roles = ["employee"], Domain = "advertising" };

        policy.For(employee with { Domain = "sales" }).IsAllowed();
        Failures.Says(() => policy.For(employee).IsAllowed(), "'eve'", "the rule 'no advertising' forbids it", "prohibition 'no advertising'");
    }

    [Fact]
    public void The_product_itself_and_its_stewards_see_everything()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(_ => { }, product => product.Stewards(new Recipients { Roles = ["steward"] }));

        policy.For(new MeshPrincipal { Name = "own", Kind = PrincipalKind.Product, Product = policy.Product }).Sees(c => c.Email).AsItIs().SeesRow(Customers.Ann);
        policy.For(new MeshPrincipal { Name = "sue", Kind = PrincipalKind.User, Roles = ["steward"] }).Sees(c => c.Email).AsItIs().SeesRow(Customers.Bob);
    }

    [Fact]
    public void A_policy_that_registration_would_refuse_is_refused_here_too()
    {
        DataMeshException refused = Assert.Throws<DataMeshException>(() => PolicyUnderTest.Of<Customer>(port => port.Grant("twice", g => g.ToDomain("sales")).Grant("twice", g => g.ToDomain("service"))));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, refused.Kind);
        Assert.Contains("'twice'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_can_be_asked_for_without_an_expectation()
    {
        AccessExplanation explanation = PolicyUnderTest.Of<Customer>(port => port.Grant("north", g => g.ToDomain("sales").Rows(c => c.Tenant == "north"))).For("sales").Explain();

        Assert.True(explanation.IsAllowed);
        Assert.Equal("tenant = 'north'", Assert.Single(explanation.Rules).Rows);
    }
}
