using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Hosting;

[DataSchema]
public sealed partial record Order
{
    [Key]
    public required long Id { get; init; }

    [Classified(Classification.Confidential, Category.Personal)]
    public required string Email { get; init; }

    public string? Region { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }

    [EventTime]
    public required DateTime At { get; init; }
}

[DataSchema]
public sealed partial record Plain
{
    public required int Id { get; init; }
}

/// <summary>What code declares is what a document says: the fluent form and the text form mean the same.</summary>
public sealed class PolicyDeclarationTests
{
    private static readonly ProductId s_billing = Examples.Id;

    [Fact]
    public void Code_and_text_declare_the_same_policy()
    {
        PortPolicy code = Declare(port => port
            .Grant("finance", g => g.ToDomain("finance").ToRole("auditor").ToUser("eve").ToProduct(s_billing).When(() => Policy.User("clearance") == "high").For("revenue").For("audit")
                .From(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Until(new DateTimeOffset(2027, 7, 1, 0, 0, 0, TimeSpan.Zero)).InRegion("eu")
                .Rows(o => o.Amount > 10 && o.At > Policy.Now.AddDays(-90)).Rows(Filter.Parse("region = attribute('region')"))
                .Columns(o => o.Id, o => o.Email, o => o.Amount).Mask(o => o.Email, Mask.KeepLast(4)).Obligation("delete after use"))
            .Offer("campaigns", o => o.MaximumTerm(TimeSpan.FromDays(90)).Exclude(o => o.Amount))
            .Prohibit("no-embargo", p => p.Rows(Filter.Parse("region is null or region in ('KP')")).ForDomain("marketing").For("campaigns"))
            .Prohibit("no-email", p => p.Columns(o => o.Email).ForRole("intern"))
            .RestrictRows("positive", o => o.Amount >= 0)
            .MaskColumns("personal", Mask.Hash, m => m.Categories(Category.Personal).AtLeast(Classification.Restricted))
            .Retain(TimeSpan.FromDays(730)).Residency("eu", "ch").KeepBounds(o => o.Email));

        PortPolicy text = Declare(port => port.PolicyFrom($"""
            grants:
              - name: finance
                domains: [finance]
                roles: [auditor]
                users: [eve]
                products: ["{s_billing}"]
                when: attribute('clearance') = 'high'
                purposes: [revenue, audit]
                from: 2027-01-01T00:00:00Z
                until: 2027-07-01T00:00:00Z
                regions: [eu]
                rows: amount > 10.0 and now('-P90D') < at and region = attribute('region')
                columns: [id, email, amount]
                masks:
                  - column: email
                    mask: last 4
                obligations: [delete after use]
            offers:
              - name: campaigns
                purposes: [campaigns]
                maximumTerm: P90D
                exclude: [amount]
            rules:
              - name: no-embargo
                kind: prohibition
                domains: [marketing]
                purposes: [campaigns]
                rows: region is null or region in ('KP')
              - name: no-email
                kind: prohibition
                roles: [intern]
                columns: [email]
              - name: positive
                kind: rowFilter
                rows: amount >= 0.0
              - name: personal
                kind: columnMask
                mask: hash
                atLeast: restricted
                categories: [personal]
            retention:
              column: at
              period: P730D
            residency: [eu, ch]
            columns:
              - name: email
                keepBounds: true
            """));

        Assert.Equal(Print(text), Print(code));
        Assert.Equal(Filter.Parse("amount > 10.0 and now('-P90D') < at and region = attribute('region')"), code.Grants[0].Gives.Rows);
    }

    [Fact]
    public void A_grant_knows_the_file_and_line_it_is_written_in_and_no_folder()
    {
        PortPolicy policy = Declare(port => port
            .Grant("finance", g => g.ToDomain("finance"))
            .Offer("audit")
            .Prohibit("all"));

        int first = int.Parse(policy.Grants[0].Origin!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([$"PolicyDeclarationTests.cs:{first}", $"PolicyDeclarationTests.cs:{first + 1}", $"PolicyDeclarationTests.cs:{first + 2}"], [policy.Grants[0].Origin, policy.Offers[0].Origin, policy.Rules[0].Origin]);
        Assert.Equal("Strikes.cs:31", Declare(port => port.Grant("g", g => g.ToRole("r"), @"C:\src\mesh\Strikes.cs", 31)).Grants[0].Origin);
        Assert.Equal(["audit"], policy.Offers[0].Purposes.Select(p => p.ToString()));
    }

#pragma warning disable DMESH2003 // the mistakes that the analyzer reports are among those that are refused here
    public static TheoryData<Action<OutputPortBuilder<Order>>, string> Wrong => new()
    {
        { p => p.Grant("g", _ => { }), "The grant 'g' of 'sales/orders/lines' is for nobody: call ToDomain, ToRole, ToUser or ToProduct on it." },
        { p => p.Grant("g", g => g.ToRole("r").Mask(o => o.Amount, Mask.Hash)), "cannot mask 'amount' with 'hash': a hash fits string, binary, uuid and long, not decimal(18,2)" },
        { p => p.Grant("g", g => g.ToRole("r").Mask(o => o.Amount, Mask.Drop)), "leave the column out with Exclude" },
        { p => p.Grant("g", g => g.ToRole("r").Mask(o => o.Email.Length, Mask.Null)), "is not a column of 'Order'" },
        { p => p.Grant("g", g => g.ToRole("r").Columns()), "No column is named" },
        { p => p.Grant("g", g => g.ToRole("r").Columns(o => o.Id).Mask(o => o.Email, Mask.Null)), "in the grant 'g', it masks 'email', which it does not show" },
        { p => p.Grant("g", g => g.ToRole("r").Columns(o => o.Id).Exclude(o => o.Id)), "in the grant 'g', it shows no column" },
        { p => p.Grant("g", g => g.ToRole("r").Columns(o => o.Id, o => o.At).Exclude(o => o.Id)), "it names 'id' and excludes it" },
        { p => p.Grant("g", g => g.ToRole("r").Mask(o => o.Email, Mask.Null).Mask(o => o.Email, Mask.Hash)), "it masks 'email' twice" },
        { p => p.Grant("g", g => g.ToRole("r")).Offer("g"), "two grants, offers or rules are called 'g'" },
        { p => p.Grant("g\n", g => g.ToRole("r")), "not of one line" },
        { p => p.Grant("g", g => g.ToRole("r").From(DateTimeOffset.UnixEpoch).Until(DateTimeOffset.UnixEpoch)), "it ends before it begins" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse("emial = 'x'"))), "there is no column 'emial'. Did you mean 'email'?" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse("amount = 'x'"))), "its condition does not fit the columns" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse("amount > attribute('limit')"))), "its condition does not fit the columns" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse("email = attribute('my region')"))), "an attribute that no reader can have" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(o => o.Region != "KP")), "its condition on rows negates 'region', which may be null" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(o => !(o.Region == "KP"))), "its condition on rows negates 'region'" },
        { p => p.Grant("g", g => g.ToRole("r").When(Filter.Parse("email = 'x'"))), "its condition on the reader names a column" },
        { p => p.Grant("g", g => g.ToRole("r").When(Filter.True)), "does not depend on the reader" },
        { p => p.Grant("g", g => g.ToRole("r").Rows(o => o.At > Policy.Now.AddMonths(-1))), "Shift by a number of days" },
        { p => p.Offer("not a purpose"), "is for no purpose, and its name is none" },
        { p => p.Prohibit("p", r => r.Columns(o => o.Id).Rows(o => o.Amount > 1)), "it forbids columns and rows at once" },
        { p => p.Prohibit("p", r => r.Rows(o => o.Region != "KP")), "its condition on rows negates 'region'" },
        { p => p.RestrictRows("r", o => o.Region != Policy.User("region")), "its condition on rows negates 'region'" },
        { p => p.MaskColumns("m", Mask.Null, _ => { }), "it is for no column" },
        { p => p.MaskColumns("m", Mask.None, m => m.Columns(o => o.Id)), "restricts nothing" },
        { p => p.MaskColumns("m", Mask.Year, m => m.Columns(o => o.Id)), "it cannot mask 'id' with 'year'" },
        { p => p.MaskColumns("m", Mask.Month, m => m.AtLeast(Classification.Confidential)), "it cannot mask 'email' with 'month'" },
        { p => p.MaskColumns("m", Mask.Constant("secret"), m => m.Columns(o => o.Amount)), "it cannot mask 'amount' with 'constant': the column is decimal(18,2), and the constant is of kind String" },
        { p => p.Retain(TimeSpan.FromDays(1)).Retain(TimeSpan.FromDays(2)), "call Retain once" },
        { p => p.PartitionBy(o => o.Region).Grant("g", g => g.ToRole("r").Mask(o => o.Region, Mask.Null)), "it is partitioned by 'region', which its policy masks" },
        { p => p.PartitionBy(o => o.Region).MaskColumns("m", Mask.Null, m => m.AtLeast(Classification.Internal)), "it is partitioned by 'region', which its policy masks" },
        { p => p.PartitionBy(o => o.Region).PolicyFrom("columns:\n  - name: region\n    level: restricted\n"), "it is partitioned by 'region', which is confidential or stricter" },
        { p => p.PolicyFrom("columns:\n  - name: emial\n    level: restricted\n"), "there is no column 'emial'" },
        { p => p.PolicyFrom("grants:\n  - name: g\n    roles: [r]\n    rows: amount >\n"), "Cannot read 'policy of sales/orders/lines', line 4, column 11: 'rows' is no filter." },
        { p => p.PolicyFrom("grants:\n  - name: g\n    rolls: [r]\n"), "line 3, column 12: 'rolls' is not known" },
    };
#pragma warning restore DMESH2003

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_refused_when_it_is_declared_with_place_and_remedy(Action<OutputPortBuilder<Order>> declare, string message)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => Declare(port => declare(port)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error is ArgumentException or InvalidOperationException or DataMeshException { Kind: DataMeshErrorKind.InvalidDefinition }, error.GetType().Name);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_grants_than_can_apply_to_one_reader_are_refused()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => Declare(port =>
        {
            for (int i = 0; i < 65; i++)
                port.Grant($"g{i}", g => g.ToRole("r"));
        }));

        Assert.Contains("it has 65 grants, at most 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retention_needs_an_event_time()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Product(p => p.Output<Plain>("plain", o => o.Retain(TimeSpan.FromDays(1)))));

        Assert.Contains("put [EventTime] on that property", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "reporting", "lies under 'reporting', which is not declared")]
    [InlineData("audit", "audit", "lies under itself")]
    public void Purposes_make_a_tree(string name, string under, string message) =>
        Assert.Contains(message, Assert.Throws<DataMeshException>(() => Product(p => p.Purpose(name, under))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_product_names_its_stewards_and_purposes()
    {
        ProductDeclaration product = Product(p => p.Stewards(new() { Roles = ["steward"] }).Purpose("reporting").Purpose("revenue", under: "reporting", "Monthly close"));

        Assert.Equal(["steward"], product.Stewards.Roles);
        Assert.Equal([new PurposeDefinition { Purpose = "reporting" }, new PurposeDefinition { Purpose = "revenue", Parent = "reporting", Description = "Monthly close" }], product.Purposes);
        Assert.Contains("call Stewards once", Assert.Throws<InvalidOperationException>(() => Product(p => p.Stewards(new()).Stewards(new()))).Message, StringComparison.Ordinal);
        Assert.Contains("name nobody", Assert.Throws<DataMeshException>(() => Product(p => p.Stewards(new() { When = Filter.Parse("attribute('a') = 'b'") }))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("region is null or region != 'KP'")]
    [InlineData("region is not null and not region = 'KP'")]
    [InlineData("region is null or (amount > 1.0 and not (region = 'KP' or region = 'SY'))")]
    [InlineData("not email = 'x' and amount != 1.0")]
    [InlineData("region is not distinct from 'eu' and not region is null")]
    public void A_negation_beside_a_null_test_is_accepted(string rows) =>
        Assert.Equal(Filter.Parse(rows), Declare(p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse(rows)))).Grants[0].Gives.Rows);

    [Theory]
    [InlineData("region is distinct from 'KP'")]
    [InlineData("not (region is not null and region = 'KP')")]
    [InlineData("(region is null and amount > 1.0) or region != 'KP'")]
    [InlineData("not not region = 'KP'")]
    [InlineData("not region starts with 'K'")]
    [InlineData("region not in ('KP')")]
    [InlineData("not region between 'a' and 'b'")]
    public void A_negation_without_one_is_refused(string rows) =>
        Assert.Contains("negates 'region'", Assert.Throws<DataMeshException>(() => Declare(p => p.Grant("g", g => g.ToRole("r").Rows(Filter.Parse(rows))))).Message, StringComparison.Ordinal);

    private static PortPolicy Declare(Action<OutputPortBuilder<Order>> declare) => Product(p => p.Output("lines", declare)).Outputs.Single().Policy;

    private static ProductDeclaration Product(Action<ProductBuilder> declare)
    {
        ProductDeclarationBuilder product = new(new ServiceCollection(), Examples.Orders);
        declare(product);
        return product.Build("sales@shop.example");
    }

    private static string Print(PortPolicy policy) => Documents.Print(PortPolicyYaml.Write(policy, withOrigins: false));
}
