namespace DataMesh.Testing.Tests;

public sealed class RowTests
{
    private static readonly PolicyUnderTest<Customer> _tenants = PolicyUnderTest.Of<Customer>(port => port
        .Grant("own tenant", g => g.ToDomain("portal").Rows(c => c.Tenant == Policy.User("tenant")).Mask(c => c.Email, Mask.KeepFirst(2)).Exclude(c => c.Phone)));

    private static ReaderUnderTest<Customer> North => _tenants.For("portal").WithAttribute("tenant", "north");

    [Fact]
    public void An_attribute_of_the_reader_decides_about_rows_and_without_it_none_is_visible()
    {
        North.SeesRow(Customers.Ann).DoesNotSeeRow(Customers.Bob);
        _tenants.For("portal").DoesNotSeeRow(Customers.Ann).DoesNotSeeRow(Customers.Bob);
    }

    [Fact]
    public void SeesRow_fails_for_a_hidden_row_and_shows_the_condition() =>
        Failures.Says(() => North.SeesRow(Customers.Bob), "expected to see the row, and does not", "grant 'own tenant', rows ", "tenant");

    [Fact]
    public void DoesNotSeeRow_fails_for_a_visible_row() => Failures.Says(() => North.DoesNotSeeRow(Customers.Ann), "expected not to see the row, and does");

    [Fact]
    public void Failures_hold_no_values_of_rows() =>
        Assert.DoesNotContain("bob@example.com", Failures.Says(() => North.SeesRow(Customers.Bob)), StringComparison.Ordinal);

    [Fact]
    public void Retention_hides_a_row_when_its_time_is_over()
    {
        ReaderUnderTest<Customer> reader = PolicyUnderTest.Of<Customer>(port => port.Grant("all", g => g.ToDomain("sales")).Retain(TimeSpan.FromDays(90))).For("sales");

        reader.At(Customers.Seen.AddDays(89)).SeesRow(Customers.Ann).DoesNotSeeRow(Customers.Bob);
        Failures.Says(() => reader.At(Customers.Seen.AddDays(91)).SeesRow(Customers.Ann), "at 2026-05-31T12:00:00Z", "'retention'", "seen_at within");
    }

    [Fact]
    public void Reads_gives_the_visible_rows_in_their_order_masked_as_the_reader_gets_them()
    {
        Customer third = Customers.Ann with { Id = 3, Email = "carla@example.com" };

        IReadOnlyList<Customer> rows = North.Reads(third, Customers.Bob, Customers.Ann);

        Assert.Equal([third with { Email = "ca".PadRight(17, '*'), Phone = null }, Customers.Ann with { Email = "an".PadRight(15, '*'), Phone = null }], rows);
        Assert.Empty(North.Reads(Customers.Bob));
        Assert.Empty(North.Reads(new List<Customer>()));
    }

    [Fact]
    public void A_record_that_cannot_hold_what_is_masked_does_not_fit_and_a_consumers_record_does()
    {
        ReaderUnderTest<Customer> sales = PolicyUnderTest.Of<Customer>(port => port.Grant("all", g => g.ToDomain("sales"))).For("sales");

        Failures.Says(() => sales.Reads(Customers.Ann), "'Customer'", "'email' may be null, yours may not", "Reads<Record>(rows)");
        Assert.Equal([new Contact { Id = 1 }], sales.Reads<Contact>(Customers.Ann));
    }

    [Fact]
    public void A_row_that_could_not_be_published_is_refused() =>
        Assert.Throws<ContractViolationException>(() => North.SeesRow(Customers.Ann with { SeenAt = DateTime.SpecifyKind(Customers.Seen, DateTimeKind.Local) }));

    [Fact]
    public void Hashes_are_equal_within_their_scope_and_the_same_in_every_test()
    {
        string product = Hash("sales/customers/current", Mask.Hash), joined = Hash("sales/customers/current", Mask.HashIn(MaskKeyScope.Named("customer")));

        Assert.Equal(64, product.Length);
        Assert.Equal(product, Hash("sales/customers/history", Mask.Hash));
        Assert.NotEqual(product, Hash("service/tickets/open", Mask.Hash));
        Assert.NotEqual(product, joined);
        Assert.Equal(joined, Hash("service/tickets/open", Mask.HashIn(MaskKeyScope.Named("customer"))));

        static string Hash(PortName port, Mask mask) =>
            Assert.Single(PolicyUnderTest.Of<Customer>(port, p => p.Grant("join", g => g.ToDomain("analytics").Mask(c => c.Email, mask))).For("analytics").Reads(Customers.Ann)).Email;
    }

    [Fact]
    public void A_cell_is_shown_by_a_grant_that_matches_its_row_only()
    {
        ReaderUnderTest<Customer> sales = PolicyUnderTest.Of<Customer>(port => port
            .Grant("north in clear", g => g.ToDomain("sales").Rows(c => c.Tenant == "north").Mask(c => c.Email, Mask.None))
            .Grant("everybody", g => g.ToDomain("sales").Mask(c => c.Email, Mask.KeepFirst(1)))).For("sales");

        Assert.Equal([Customers.Ann.Email, "b".PadRight(15, '*')], sales.Reads(Customers.Ann, Customers.Bob).Select(c => c.Email));
    }
}
