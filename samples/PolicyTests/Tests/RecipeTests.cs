namespace PolicyTests;

public sealed class RecipeTests
{
    [Fact]
    public void Confidential_columns_are_null_unless_a_grant_says_otherwise() =>
        PolicyUnderTest.Of<Customer>(ConfidentialByDefault.Port).For("controlling").Purpose("planning")
            .Sees(c => c.Country).AsItIs()
            .Sees(c => c.Name).Masked(Mask.Null)
            .Sees(c => c.Email).Masked(Mask.Null)
            .Sees(c => c.CreditLimit).Masked(Mask.Null);

    [Fact]
    public void Without_its_purpose_a_grant_gives_nothing() =>
        PolicyUnderTest.Of<Customer>(ConfidentialByDefault.Port).For("controlling").IsDenied().Purpose("campaigns").IsDenied();

    [Fact]
    public void Partners_see_the_rows_of_their_tenant()
    {
        ReaderUnderTest<Customer> pat = PolicyUnderTest.Of<Customer>(OwnTenantOnly.Port).For(Examples.User("pat", "partner"));

        pat.WithAttribute("tenant", "north").SeesRow(Examples.Ann).DoesNotSeeRow(Examples.Bob);
        pat.WithAttribute("tenant", "south").SeesRow(Examples.Bob).DoesNotSeeRow(Examples.Ann);
    }

    [Fact]
    public void A_partner_without_a_tenant_sees_no_row() =>
        PolicyUnderTest.Of<Customer>(OwnTenantOnly.Port).For(Examples.User("pat", "partner")).IsAllowed().DoesNotSeeRow(Examples.Ann).DoesNotSeeRow(Examples.Bob);

    [Fact]
    public void An_offer_gives_nothing_until_it_is_agreed()
    {
        ReaderUnderTest<Customer> analytics = PolicyUnderTest.Of<Customer>(ByAgreement.Port).For("analytics").Purpose("churn-analysis");

        analytics.IsDenied();
        analytics.With("churn-analysis").Sees(c => c.Email).Masked(Mask.Hash).Sees(c => c.Country).AsItIs().DoesNotSee(c => c.Phone);
    }

    [Fact]
    public void An_agreement_is_for_its_purpose_only() =>
        PolicyUnderTest.Of<Customer>(ByAgreement.Port).For("analytics").With("churn-analysis").IsDenied().Purpose("campaigns").IsDenied();

    [Theory]
    [InlineData("fraud-detection", true)]
    [InlineData("payment-fraud", true)]
    [InlineData("security", false)]
    [InlineData("campaigns", false)]
    public void A_purpose_covers_those_below_it_and_not_the_one_above(string purpose, bool allowed)
    {
        ReaderUnderTest<Customer> risk = PolicyUnderTest.Of<Customer>(PurposeTree.Port, PurposeTree.Product).For("risk").Purpose(purpose);

        _ = allowed ? risk.Sees(c => c.Email).AsItIs() : risk.IsDenied();
    }

    [Fact]
    public void Advertising_reads_nothing_whatever_else_it_has()
    {
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(NeverForAdvertising.Port);

        policy.For(Examples.User("sue", "employee")).IsAllowed();
        policy.For(Examples.User("adam", "employee") with { Domain = "advertising" }).IsDenied().Purpose("statistics").With("statistics").IsDenied();
        policy.For("sales").Purpose("statistics").With("statistics").IsAllowed();
    }

    [Fact]
    public void A_customer_is_visible_for_ninety_days()
    {
        ReaderUnderTest<Customer> service = PolicyUnderTest.Of<Customer>(NinetyDays.Port).For("service");

        service.At(Examples.SignedUp.AddDays(89)).SeesRow(Examples.Ann);
        service.At(Examples.SignedUp.AddDays(91)).DoesNotSeeRow(Examples.Ann);
    }

    [Fact]
    public void Support_can_ask_for_the_rest_of_an_address()
    {
        Customer seen = Assert.Single(PolicyUnderTest.Of<Customer>(EndsOfTexts.Port).For("service").Reads(Examples.Ann));

        Assert.Equal("an*************", seen.Email);
        Assert.Equal("**********456", seen.Phone);
        Assert.Null(seen.Name);
    }

    [Fact]
    public void Customers_and_orders_join_on_a_hash_that_names_nobody()
    {
        Order order = new() { Number = 7, CustomerEmail = Examples.Ann.Email!, Amount = 12.50m };

        string? customer = Assert.Single(PolicyUnderTest.Of<Customer>("sales/customers/current", JoinKey.Customers).For("analytics").Reads(Examples.Ann)).Email;
        string buyer = Assert.Single(PolicyUnderTest.Of<Order>("shop/orders/placed", JoinKey.Orders).For("analytics").Reads(order)).CustomerEmail;

        Assert.Equal(customer, buyer);
        Assert.NotEqual(Examples.Ann.Email, buyer);
    }

    [Fact]
    public void Auditors_read_for_two_weeks()
    {
        ReaderUnderTest<Customer> auditor = PolicyUnderTest.Of<Customer>(AuditWindow.Port).For(Examples.User("una", "auditor")).Purpose("audit");

        auditor.At(AuditWindow.Begins.AddSeconds(-1)).IsDenied();
        auditor.At(AuditWindow.Begins).Sees(c => c.CreditLimit).AsItIs().Sees(c => c.Name).Masked();
        auditor.At(AuditWindow.Begins.AddDays(14)).IsDenied();
    }

    [Fact]
    public void Personal_data_needs_a_clearance_and_a_region()
    {
        ReaderUnderTest<Customer> service = PolicyUnderTest.Of<Customer>(PersonalData.Port).For("service");

        service.InRegion("eu").WithAttribute("clearance", "personal").Sees(c => c.Name).AsItIs().Sees(c => c.Email).AsItIs();
        service.InRegion("eu").Sees(c => c.Name).Masked(Mask.Null).Sees(c => c.Country).AsItIs();
        service.InRegion("eu").WithAttribute("clearance", "none").Sees(c => c.Phone).Masked(Mask.Null);
        service.InRegion("us").WithAttribute("clearance", "personal").IsDenied();
        service.WithAttribute("clearance", "personal").IsDenied();
    }
}
