namespace DataMesh.Tests.Mapping;

public sealed partial class RecordShapeTests
{
    [Fact]
    public void A_positional_record_struct_is_made_by_its_constructor()
    {
        Positional[] rows = [new(1, 2, "a") { Day = new(2001, 1, 1) }, new(2, 5, "b", "seen") { Day = new(2001, 6, 30) }];

        Assert.Equal(rows, Codec.RoundTrip(rows));
        Assert.Equal(["id", "level", "code", "remark", "day"], Schema<Positional>().Properties.Select(p => p.Name));
    }

    [Fact]
    public void A_positional_parameter_brings_its_own_attributes_and_those_of_its_property()
    {
        SchemaObject schema = Schema<Positional>();

        Assert.Equal((ScalarValue.From(1L), ScalarValue.From(5L)), (schema.Find("level")!.Constraints.Minimum, schema.Find("level")!.Constraints.Maximum));
        Assert.Equal(1, schema.Find("code")!.KeyPosition);
        Assert.Equal(Classification.Restricted, schema.Find("remark")!.Classification);
    }

    [Fact]
    public void A_class_with_one_constructor_and_a_private_setter_comes_back()
    {
        Plain row = Assert.Single(Codec.RoundTrip(Plain.Create(7, "seven", seen: true)));

        Assert.Equal((7, "seven", true), (row.Number, row.Name, row.Seen));
    }

    [Fact]
    public void A_private_nested_record_keeps_its_mapping_inside() => Assert.Equal([new Hidden { Value = 3 }], Codec.RoundTrip(new Hidden { Value = 3 }));

    [Fact]
    public void No_rows_make_an_empty_batch_that_comes_back() => Assert.Empty(Codec.RoundTrip<EveryType>());

    [Fact]
    public void A_property_is_found_with_its_column_and_a_computed_one_is_not()
    {
        Assert.Equal("maybe_u_int", Find<EveryType>(nameof(EveryType.MaybeUInt)));
        Assert.Equal("remark", Find<Positional>(nameof(Positional.Note)));
        Assert.Null(Find<EveryType>(nameof(EveryType.Computed)));
    }

    private static SchemaObject Schema<T>()
        where T : IDataSchema<T> => T.Schema;

    private static string? Find<T>(string property)
        where T : IDataSchema<T> => T.FindColumn(property);

    [DataSchema]
    private sealed partial record Hidden
    {
        public int Value { get; init; }
    }
}
