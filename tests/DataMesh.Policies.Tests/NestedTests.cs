using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests.Policies;

/// <summary>Structs, lists and maps are enforced as a whole: as strict as the strictest below them, shown as they are or as null.</summary>
public sealed class NestedTests
{
    private const string Lowest = "AAAA-canary-lowest", Highest = "ZZZZ-canary-highest";

    private static readonly PhysicalType Text = PhysicalType.Of(Kind.String);

    [Fact]
    public async Task A_confidential_property_makes_the_whole_column_null_for_a_grant_that_does_not_name_it()
    {
        foreach (Kind kind in (Kind[])[Kind.Struct, Kind.List, Kind.Map])
        {
            await using PolicyMesh mesh = await PolicyMesh.CreateAsync(Schema(Below(kind, Classification.Confidential)), policy: Fixed.Policy(Fixed.To("sales"), To("audit", new MaskedColumn { Column = "secret", Mask = Mask.None })));
            await mesh.PublishAsync(Rows);

            Answer answer = await Fixed.ReadAsync(mesh, "sales");
            Assert.All(answer.Rows, row => Assert.Equal((false, true), (row[1].IsNull, row[2].IsNull)));
            Assert.Equal("null", answer.Schema!.GetFieldByName("secret").Metadata[ArrowFields.MaskKey]);
            Assert.All((await Fixed.ReadAsync(mesh, "audit")).Rows, row => Assert.False(row[2].IsNull));
        }
    }

    [Fact]
    public async Task Bounds_of_nothing_below_a_confidential_or_masked_column_lie_in_manifest_footer_or_page_index()
    {
        PortPolicy masked = Fixed.Policy(To("sales", new MaskedColumn { Column = "secret", Mask = Mask.Null }));
        foreach ((Classification level, PortPolicy policy) in new[] { (Classification.Confidential, Fixed.Policy()), (Classification.Internal, masked) })
            foreach (Kind kind in (Kind[])[Kind.Struct, Kind.List, Kind.Map])
            {
                await using PolicyMesh mesh = await PolicyMesh.CreateAsync(Schema(Below(kind, level)), policy: policy);
                await mesh.PublishAsync(Rows);

                await BoundsTests.AssertHiddenAsync(mesh, kind switch { Kind.Struct => "secret, text", Kind.List => "secret, list, element", _ => "secret, key_value, value, letter" }, "open, text");
            }
    }

    [Fact]
    public async Task Other_masks_than_null_are_refused_with_place_and_remedy()
    {
        Mask[] masks = [Mask.Hash, Mask.KeepFirst(2), Mask.Year, Mask.Bucket(2), Mask.Constant("x")];
        foreach (Mask mask in masks)
            foreach (PortPolicy policy in (PortPolicy[])[Fixed.Policy(To("sales", new MaskedColumn { Column = "secret", Mask = mask })), Fixed.Policy() with { Rules = [new ColumnMask { Name = "strict", Mask = mask, Columns = ["secret"] }] }])
            {
                DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () => await PolicyMesh.CreateAsync(Schema(Below(Kind.Struct, Classification.Internal)), policy: policy));

                Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
                Assert.Contains(policy.Rules.Count > 0 ? "'strict'" : "'to sales'", error.Message, StringComparison.Ordinal);
                Assert.Contains("cannot mask 'secret' with", error.Message, StringComparison.Ordinal);
                Assert.Contains("structs, lists and maps are shown whole, or as null. Use another mask, for example Mask.Null.", error.Message, StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task A_stored_mask_that_does_not_fit_denies()
    {
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(Schema(Below(Kind.List, Classification.Internal)));
        await mesh.PublishAsync(Rows);
        await Fixed.SetAsync(mesh, Fixed.Policy(To("sales", new MaskedColumn { Column = "secret", Mask = Mask.KeepFirst(2) })));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));

        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales")) with { Rules = [new ColumnMask { Name = "strict", Mask = Mask.Hash, Columns = ["secret"] }] });
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));
    }

    [Fact]
    public async Task Conditions_on_what_is_nested_are_refused_by_name_in_policies_and_reads()
    {
        SchemaObject schema = Schema(Below(Kind.Struct, Classification.Internal));
        foreach ((string condition, string expected) in new[] { ("open = 'x'", "column 'open' holds structs, lists or maps, which filters only test for null"), ("\"open.text\" = 'x'", "there is no column 'open.text'. Did you mean 'open'?") })
        {
            Sight gives = new() { Rows = Filter.Parse(condition) };
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () => await PolicyMesh.CreateAsync(schema, policy: Fixed.Policy(Fixed.To("sales", gives))));
            Assert.Contains("'to sales'", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, policy: Fixed.Policy(Fixed.To("sales", new Sight { Rows = Filter.Not(Filter.IsNull("secret")) })));
        await mesh.PublishAsync(Rows);

        Assert.Equal(Rows.Count(r => !r[2].IsNull), (await Fixed.ReadAsync(mesh, "sales")).Rows.Count);
        foreach ((string condition, string expected) in new[] { ("open = 'x'", "column 'open' holds structs, lists or maps"), ("\"open.text\" = 'x'", "it has no column 'open.text'. Did you mean 'open'?") })
            Assert.Contains(expected, (await Assert.ThrowsAsync<DataMeshException>(() => Fixed.ReadAsync(mesh, "sales", request: new ReadRequest { Filter = Filter.Parse(condition) }))).Message, StringComparison.Ordinal);
    }

    private static List<ScalarValue[]> Rows { get; } =
        [.. Enumerable.Range(0, 200).Select(i => (ScalarValue[])[i, i == 0 ? "AAAA-open-lowest" : i == 1 ? "ZZZZ-open-highest" : "middle", i == 0 ? Lowest : i == 1 ? Highest : $"M{i:D4}"])];

    private static Grant To(string domain, MaskedColumn mask) => Fixed.To(domain, new Sight { Masks = [mask] });

    private static SchemaObject Schema(PhysicalType secret) => new()
    {
        Name = "nested",
        Properties =
        [
            new SchemaProperty { Name = "id", Type = PhysicalType.Of(Kind.Int64) }, new SchemaProperty { Name = "open", Type = CellColumns.Nested(Kind.Struct) }, new SchemaProperty { Name = "secret", Type = secret },
        ],
    };

    // The level stands on the innermost property alone.
    private static PhysicalType Below(Kind kind, Classification level) => kind switch
    {
        Kind.Struct => PhysicalType.Struct([Leaf("text", level), new SchemaProperty { Name = "letters", Type = CellColumns.Nested(Kind.List), Required = true }]),
        Kind.List => PhysicalType.List(Leaf("element", level)),
        _ => PhysicalType.Map(new SchemaProperty { Name = "key", Type = PhysicalType.Of(Kind.Int64) }, new SchemaProperty { Name = "value", Type = PhysicalType.Struct([Leaf("letter", level)]), Required = true }),
    };

    private static SchemaProperty Leaf(string name, Classification level) => new() { Name = name, Type = Text, Required = true, Classification = level };
}
