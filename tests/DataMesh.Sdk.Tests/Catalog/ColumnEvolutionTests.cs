using Apache.Arrow;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests.Catalog;

public sealed class ColumnEvolutionTests
{
    private static readonly PhysicalType Text = PhysicalType.Of(Kind.String), Whole = PhysicalType.Of(Kind.Int32), Long = PhysicalType.Of(Kind.Int64);

    private static readonly DataContract Stored = Contract(
        new() { Name = "id", Type = Whole, Required = true, KeyPosition = 1 },
        new() { Name = "state", Type = Text, Required = true },
        new() { Name = "price", Type = PhysicalType.Decimal(9, 2) },
        new() { Name = "home", Type = PhysicalType.Struct([new() { Name = "city", Type = Text, Required = true }, new() { Name = "zip", Type = Whole }]) },
        new() { Name = "tags", Type = PhysicalType.List(new() { Name = "element", Type = Whole, Required = true }) });

    [Fact]
    public void The_same_columns_are_no_change()
    {
        ColumnEvolution plan = ColumnEvolution.Plan(Stored, Stored);

        Assert.False(plan.IsChange);
        Assert.Empty(plan.Obstacles);
    }

    [Fact]
    public void Added_dropped_renamed_moved_widened_and_optional_columns_keep_the_ids_of_what_they_continue()
    {
        DataContract declared = Contract(
            new() { Name = "tags", Type = PhysicalType.List(new() { Name = "element", Type = Long }) },
            new() { Name = "status", Type = Text, FormerNames = ["phase", "state"] },
            new() { Name = "id", Type = Long, Required = true, KeyPosition = 1 },
            new() { Name = "address", FormerNames = ["home"], Type = PhysicalType.Struct([new() { Name = "postcode", Type = Long, FormerNames = ["zip"] }, new() { Name = "street", Type = Text }]) },
            new() { Name = "note", Type = Text });

        ColumnEvolution plan = ColumnEvolution.Plan(declared, Stored);

        Assert.Empty(plan.Obstacles);
        Assert.True(plan.IsChange);
        Assert.Equal(["tags", "status", "id", "address", "note"], plan.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal([5, 2, 1, 4, null], plan.Schema.FieldsList.Select(f => f.GetFieldId()));
        Assert.Equal([7, null], plan.Schema.GetFieldByName("address").GetChildren().Select(f => f.GetFieldId()));
        Assert.Equal(8, Assert.Single(plan.Schema.GetFieldByName("tags").GetChildren()).GetFieldId());
    }

    [Fact]
    public void A_change_below_a_column_alone_is_a_change()
    {
        Assert.True(ColumnEvolution.Plan(With("home", p => p with { Type = PhysicalType.Struct([p.Type.Children[1], p.Type.Children[0]]) }), Stored).IsChange);
        Assert.True(ColumnEvolution.Plan(With("tags", p => p with { Type = PhysicalType.List(p.Type.Children[0] with { Required = false }) }), Stored).IsChange);
        Assert.True(ColumnEvolution.Plan(With("tags", p => p with { Type = PhysicalType.List(p.Type.Children[0] with { Type = Long }) }), Stored).IsChange);
        Assert.True(ColumnEvolution.Plan(With("price", p => p with { Type = PhysicalType.Decimal(12, 2) }), Stored).IsChange);
    }

    [Fact]
    public void What_a_table_cannot_take_is_named()
    {
        (DataContract Declared, string Named)[] refused =
        [
            (Stored with { Schema = Stored.Schema with { Properties = [.. Stored.Schema.Properties, new() { Name = "fee", Type = Long, Required = true }] } }, "'fee' is new and required"),
            (With("price", p => p with { Required = true }), "'price' becomes required"),
            (With("price", p => p with { Type = PhysicalType.Decimal(9, 3) }), "'price' becomes decimal(9,3) and was decimal(9,2)"),
            (With("price", p => p with { Type = PhysicalType.Decimal(8, 2) }), "'price' becomes decimal(8,2)"),
            (With("id", p => p with { Type = Text }), "'id' becomes string and was int"),
            (With("state", p => p with { KeyPosition = 2 }), "the key is (id, state) and was (id)"),
            (With("id", p => p with { KeyPosition = null }), "the key (id) is gone"),
            (With("id", p => p with { Name = "number" }), "'number' is new and required"),
            (With("home", p => p with { Type = Text }), "'home' becomes string and was struct"),
            (With("home", p => p with { Type = PhysicalType.Struct([p.Type.Children[0] with { Type = Whole }]) }), "'home.city' becomes int"),
            (With("home", p => p with { Type = PhysicalType.Struct([p.Type.Children[0], new() { Name = "floor", Type = Whole, Required = true }]) }), "'home.floor' is new and required"),
            (With("price", p => p with { FormerNames = ["state"] }), ""),
            (With("price", p => p with { Name = "cost", FormerNames = ["state"] }), ""),
            (Contract([.. Stored.Schema.Properties.Where(p => p.Name != "state").Select(p => p.Name == "price" ? p with { FormerNames = ["state"] } : p)]), "'price' says that it was 'state', but there are columns of both names"),
            (Contract([.. Stored.Schema.Properties.Where(p => p.Name != "state"), new() { Name = "a", Type = Text, FormerNames = ["state"] }, new() { Name = "b", Type = Text, FormerNames = ["state"] }]), "two columns say that they were 'state'"),
            (Stored with { Partitioning = [new() { Column = "state" }] }, ""),
        ];

        foreach ((DataContract declared, string named) in refused)
            if (named.Length > 0)
                Assert.Contains(ColumnEvolution.Plan(declared, Stored).Obstacles, o => o.Contains(named, StringComparison.Ordinal));
            else
                Assert.Empty(ColumnEvolution.Plan(declared, Stored).Obstacles);
    }

    [Fact]
    public void A_renamed_partition_column_still_partitions()
    {
        DataContract stored = Stored with { Partitioning = [new() { Column = "state" }] };
        DataContract renamed = With("state", p => p with { Name = "status", FormerNames = ["state"] }) with { Partitioning = [new() { Column = "status" }] };

        Assert.Empty(ColumnEvolution.Plan(renamed, stored).Obstacles);
    }

    private static DataContract With(string name, Func<SchemaProperty, SchemaProperty> change) =>
        Contract([.. Stored.Schema.Properties.Select(p => p.Name == name ? change(p) : p)]);

    private static DataContract Contract(params SchemaProperty[] properties) => Examples.Contract() with { Schema = new SchemaObject { Name = "row", Properties = properties } };
}
