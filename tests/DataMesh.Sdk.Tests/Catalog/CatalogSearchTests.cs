namespace DataMesh.Tests.Catalog;

public sealed class CatalogSearchTests
{
    private static readonly DataContract _contract = Examples.Contract();

    [Theory]
    [InlineData("orders", "name 'sales/orders'")]
    [InlineData("ORD", "name 'sales/orders'")]
    [InlineData("lines", "name 'sales/orders/lines'")]
    [InlineData("ordered-at", "column 'ordered_at'")]
    [InlineData("ordered_at", "column 'ordered_at'")]
    [InlineData("price", "column 'amount'")]
    [InlineData("revenue", "tag 'revenue'")]
    [InlineData("shop", "description 'All orders of the shop.'")]
    [InlineData("venue", "tag 'revenue'")]
    [InlineData("sales@shop.example", "name 'sales/orders'")]
    public void A_word_is_found_and_the_first_match_is_the_best(string text, string expected) => Assert.Equal(expected, Find(text)[0].ToString());

    [Fact]
    public void The_owner_is_searched() => Assert.Contains(Find("example"), m => m is { Field: SearchField.Owner, Text: "sales@shop.example", Term: "example" });

    [Fact]
    public void All_words_must_match_somewhere()
    {
        Assert.Equal(["orders", "price"], Find("orders price").Select(m => m.Term).Distinct());
        Assert.Empty(Find("orders aeroplanes"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -_/ ")]
    public void No_words_match_nothing(string text) => Assert.Empty(Find(text));

    [Fact]
    public void Hidden_columns_and_their_descriptions_are_not_searched()
    {
        Assert.NotEmpty(Find("email"));
        Assert.Empty(Find("email", "order_id", "amount"));
        Assert.Empty(CatalogSearch.Find(CatalogSearch.Words("email"), Examples.Descriptor(), []));
    }

    [Fact]
    public void Whole_words_come_before_parts()
    {
        DataProductDescriptor product = Examples.Descriptor() with { Tags = ["reordering", "order"] };

        Assert.Equal(["order", "reordering"], CatalogSearch.Find(["order"], product, []).Where(m => m.Field == SearchField.Tag).Select(m => m.Text));
    }

    private static IReadOnlyList<SearchMatch> Find(string text, params string[] columns) => CatalogSearch.Find(CatalogSearch.Words(text), Examples.Descriptor(),
        [new VisiblePort(_contract, columns.Length > 0 ? columns : [.. _contract.Schema.Properties.Select(p => p.Name)])]);
}
