namespace DataMesh.Testing.Tests;

public sealed class ColumnTests
{
    private static readonly PolicyUnderTest<Customer> _policy = PolicyUnderTest.Of<Customer>(port => port
        .Grant("campaigns", g => g.ToDomain("marketing").For("campaigns").Exclude(c => c.Phone))
        .Grant("contact", g => g.ToDomain("service").Mask(c => c.Email, Mask.KeepFirst(2)).Mask(c => c.Phone, Mask.None))
        .Grant("own region", g => g.ToDomain("sales").Rows(c => c.Tenant == "north").Mask(c => c.Email, Mask.None))
        .Grant("all regions", g => g.ToDomain("sales")));

    private static ReaderUnderTest<Customer> Marketing => _policy.For("marketing").Purpose("campaigns");

    [Fact]
    public void Every_assertion_that_holds_returns_its_reader_so_that_the_next_one_follows()
    {
        ReaderUnderTest<Customer> reader = Marketing;

        ReaderUnderTest<Customer> same = reader.Sees(c => c.Email).Masked().Sees(c => c.Email).Masked(Mask.Null).Sees(c => c.Country).AsItIs().DoesNotSee(c => c.Phone).IsAllowed();

        Assert.Same(reader, same);
        _policy.For("service").Sees(c => c.Email).Masked(Mask.KeepFirst(2)).Sees(c => c.Phone).AsItIs();
    }

    [Fact]
    public void Masked_fails_for_a_column_that_is_shown_and_explains_the_whole_decision() =>
        Failures.Says(() => Marketing.Sees(c => c.Country).Masked(),
            "'marketing' for the purpose 'campaigns' was expected to see the column 'country' masked, and sees it as it is.",
            "The decision on 'tested/policy/port@1': allowed.", "grant 'campaigns', ColumnTests.cs:", "column 'id': as it is", "column 'email': masked with 'null', by its classification");

    [Fact]
    public void Masked_fails_for_another_mask_than_the_one_it_names() =>
        Failures.Says(() => _policy.For("service").Sees(c => c.Email).Masked(Mask.KeepFirst(3)), "masked with 'first 3', and sees it masked with 'first 2'", "by 'contact'");

    [Fact]
    public void AsItIs_fails_for_a_masked_column() =>
        Failures.Says(() => Marketing.Sees(c => c.Email).AsItIs(), "'email' as it is, and sees it masked with 'null'");

    [Fact]
    public void What_depends_on_the_row_is_neither_masked_nor_as_it_is()
    {
        ReaderUnderTest<Customer> sales = _policy.For("sales");

        Failures.Says(() => sales.Sees(c => c.Email).Masked(), "as it is or masked with 'null', depending on the row", "rows tenant = 'north'");
        Failures.Says(() => sales.Sees(c => c.Email).AsItIs(), "depending on the row");
        sales.Sees(c => c.Phone).Masked();
    }

    [Fact]
    public void Sees_fails_for_a_column_that_the_reader_does_not_have()
    {
        string message = Failures.Says(() => Marketing.Sees(c => c.Phone), "expected to see the column 'phone', and does not have it");

        Assert.DoesNotContain("column 'phone':", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DoesNotSee_fails_for_a_column_that_the_reader_has() =>
        Failures.Says(() => Marketing.DoesNotSee(c => c.Email), "expected not to see the column 'email', and sees it masked with 'null'");

    [Fact]
    public void A_rule_that_masks_is_named() =>
        Failures.Says(() => PolicyUnderTest.Of<Customer>(port => port
                .Grant("everything", g => g.ToDomain("sales").Mask(c => c.Phone, Mask.None))
                .MaskColumns("personal data", Mask.Null, m => m.Categories(Category.Personal)))
            .For("sales").Sees(c => c.Phone).AsItIs(),
            "column mask 'personal data'", "column 'phone': masked with 'null', by 'personal data'");

    [Fact]
    public void A_lambda_that_names_no_column_is_misuse() => Assert.Throws<ArgumentException>(() => Marketing.Sees(c => c.Tenant.Length));
}
