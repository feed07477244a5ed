namespace DataMesh.Tests.Products;

public sealed class NameTests
{
    [Theory]
    [InlineData("sales/orders/lines")]
    [InlineData("a/b/c")]
    [InlineData("flight-operations/flights/departures")]
    public void A_port_name_reads_back_what_it_prints(string text) => Assert.Equal(text, PortName.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sales/orders")]
    [InlineData("sales/orders/lines/more")]
    [InlineData("Sales/orders/lines")]
    [InlineData("sales/../lines")]
    [InlineData("sales/or ders/lines")]
    [InlineData("1sales/orders/lines")]
    public void What_is_not_a_port_name_is_refused_with_the_expected_shape(string text)
    {
        FormatException error = Assert.Throws<FormatException>(() => PortName.Parse(text));

        Assert.Contains("domain/product/port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_may_pin_a_major_version()
    {
        PortReference reference = "sales/orders/lines@2";

        Assert.Equal(2, reference.Major);
        Assert.Equal("sales/orders/lines@2", reference.ToString());
        Assert.Null(new PortReference("sales/orders/lines").Major);
    }

    [Fact]
    public void Default_names_are_harmless()
    {
        Assert.Equal("", default(PortName).ToString());
        Assert.Equal("", default(ProductName).ToString());
        Assert.Equal("", default(DomainName).ToString());
        Assert.True(default(Purpose).IsNone);
    }

    [Fact]
    public void A_product_id_is_a_urn_of_mesh_and_uuid()
    {
        ProductId id = new(Guid.NewGuid(), Guid.CreateVersion7());

        Assert.Equal(id, ProductId.Parse(id.ToString()));
        Assert.StartsWith("urn:datamesh:", id.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-beta")]
    [InlineData("1.-2.3")]
    public void What_is_not_a_version_is_refused(string text) => Assert.Throws<FormatException>(() => SemanticVersion.Parse(text));
}
