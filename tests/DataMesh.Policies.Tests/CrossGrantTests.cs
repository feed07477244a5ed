namespace DataMesh.Tests.Policies;

/// <summary>What one grant needs never helps another.</summary>
public sealed class CrossGrantTests
{
    private static readonly Sight Ids = new() { Columns = ["id"] };
    private static readonly Sight Emails = new() { Columns = ["id", "email"], Masks = [new MaskedColumn { Column = "email", Mask = Mask.None }] };

    [Fact]
    public async Task The_purpose_of_one_grant_does_not_activate_another()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", Ids, "ids") with { Purposes = ["reporting"] }, Fixed.To("sales", Emails, "emails") with { Purposes = ["campaigns"] }));

        Assert.Equal(["id"], (await Fixed.ReadAsync(mesh, "sales", "reporting")).Columns);
        Assert.Equal(["id", "email"], (await Fixed.ReadAsync(mesh, "sales", "campaigns")).Columns);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales", "other"));
    }

    [Fact]
    public async Task The_region_of_one_grant_does_not_activate_another()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", Ids, "ids") with { Regions = ["eu"] }, Fixed.To("sales", Emails, "emails") with { Regions = ["us"] }));

        Assert.Equal(["id"], (await Fixed.ReadAsync(mesh, "sales", region: "eu")).Columns);
        Assert.Equal(["id", "email"], (await Fixed.ReadAsync(mesh, "sales", region: "us")).Columns);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));
    }

    [Fact]
    public async Task The_purpose_and_the_region_must_be_those_of_one_grant()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", Ids, "ids") with { Purposes = ["reporting"], Regions = ["eu"] }, Fixed.To("sales", Emails, "emails") with { Purposes = ["campaigns"], Regions = ["us"] }));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales", "reporting", "us"));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales", "campaigns", "eu"));
        Assert.Equal(["id"], (await Fixed.ReadAsync(mesh, "sales", "reporting", "eu")).Columns);
    }

    [Fact]
    public async Task The_validity_of_one_grant_does_not_prolong_another()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", Ids, "ids"), Fixed.To("sales", Emails, "emails") with { ValidUntil = TableGen.Epoch.AddHours(1) }));
        Assert.Equal(["id", "email"], (await Fixed.ReadAsync(mesh, "sales")).Columns);

        mesh.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["id"], (await Fixed.ReadAsync(mesh, "sales")).Columns);
    }

    [Fact]
    public async Task Columns_of_one_grant_stay_null_in_the_rows_of_another()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", new Sight { Rows = Filter.Equal("country", "de"), Columns = ["id", "salary"] }, "german salaries"),
            Fixed.To("sales", new Sight { Rows = Filter.Equal("country", "fr"), Columns = ["id", "country"] }, "french ids")));

        Answer answer = await Fixed.ReadAsync(mesh, "sales");

        Assert.Equal(["id", "country", "salary"], answer.Columns);
        Assert.All(answer.Rows, row => Assert.Equal(row[1].IsNull, !row[2].IsNull));
        Assert.Equal(4, answer.Rows.Count(row => row[1] == "fr"));
    }

    [Fact]
    public async Task A_mask_of_a_grant_that_does_not_match_the_row_weakens_nothing()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(
            Fixed.To("sales", new Sight { Rows = Filter.Equal("country", "de"), Masks = [new MaskedColumn { Column = "email", Mask = Mask.None }] }, "clear"),
            Fixed.To("sales", new Sight { Masks = [new MaskedColumn { Column = "email", Mask = Mask.KeepFirst(2) }] }, "partial")));

        Answer answer = await Fixed.ReadAsync(mesh, "sales", request: new ReadRequest { Columns = ["country", "email"] });

        Assert.All(answer.Rows, row => Assert.Equal(row[0] == "fr", row[1].AsString().StartsWith("pe*", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_grant_of_a_purpose_holds_for_those_below_it_and_not_for_those_above()
    {
        PurposeDefinition[] tree = [new() { Purpose = "marketing" }, new() { Purpose = "campaigns", Parent = "marketing" }, new() { Purpose = "email", Parent = "campaigns" }];
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", Ids) with { Purposes = ["campaigns"] }), tree);

        Assert.Equal(12, (await Fixed.ReadAsync(mesh, "sales", "email")).Rows.Count);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales", "marketing"));
    }
}
