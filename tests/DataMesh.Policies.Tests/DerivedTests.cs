using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>A derived product reads as itself: what it may not see cannot come out.</summary>
public sealed partial class DerivedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [DataSchema]
    internal sealed partial record PersonView
    {
        [Classified(Classification.Confidential)]
        public long? Id { get; init; }

        [Classified(Classification.Confidential)]
        public string? Country { get; init; }

        [Classified(Classification.Confidential)]
        public string? Email { get; init; }

        [Classified(Classification.Confidential)]
        public long? Salary { get; init; }
    }

    internal sealed class Copy(IInputPort<PersonView> people) : Transformation<PersonView>
    {
        public override IAsyncEnumerable<PersonView> RunAsync(TransformationRun run, CancellationToken cancellationToken) => people.ReadAsync(cancellationToken);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_refresh_copies_what_the_product_may_see(bool bySql, bool onlyIfChanged)
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("ops", new Sight { Rows = Filter.Equal("country", "fr"), Excluded = ["salary"], Masks = [new MaskedColumn { Column = "email", Mask = Mask.KeepFirst(2) }] })));
        await using Mesh derived = Mesh.Create(mesh.Folder, m => m.AddDomain("ops", d => d.AddProduct("copies", p =>
        {
            p.Input<PersonView>(PolicyMesh.Port, "people");
            p.Output<PersonView>("all", o =>
            {
                if (bySql)
                    o.FromSql("select id, country, email, null::bigint as salary from people");
                else
                    o.From<Copy>();
            });
        })));

        await (onlyIfChanged ? derived.RefreshIfChangedAsync("ops/copies/all", Cancel) : derived.RefreshAsync("ops/copies/all", Cancel));

        List<PersonView> rows = await (await derived.OpenAsync<PersonView>("ops/copies/all", cancellationToken: Cancel)).ReadAsync(Cancel).ToListAsync(Cancel);
        Assert.Equal([3, 6, 9, 12], rows.Select(r => r.Id).Order());
        Assert.All(rows, r => Assert.True(r.Country == "fr" && r.Salary is null && r.Email!.StartsWith("pe*", StringComparison.Ordinal) && !r.Email.Contains('@', StringComparison.Ordinal)));
    }
}
