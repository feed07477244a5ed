using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataMesh.Tests.Mapping;

[DataSchema(Name = "flight_leg"), Description("One leg flown.")]
public sealed partial record Leg
{
    [Key, Column("number", Order = 2)] public required int LegNumber { get; init; }
    [Key, Column(Order = 1)] public required string IATACode { get; init; }
    [Range(-120, 1440), Unit("min"), Description("Late by.")] public int? Vat20Rate { get; init; }
    [Range(0.5, double.MaxValue, MinimumIsExclusive = true), DecimalPrecision(9, 2)] public decimal Price { get; init; }
    [Range(typeof(DateOnly), "2001-01-01", "2001-12-31", MaximumIsExclusive = true)] public DateOnly Day { get; init; }
    [EventTime, Display(Description = "Take-off.")] public DateTimeOffset Off { get; init; }
    [StringLength(8, MinimumLength = 2), RegularExpression("[A-Z]+\"\\d"), FormerName("registration"), FormerName("tail")] public string? TailNumber { get; init; }
    [MaxLength(4)] public byte[]? Photo { get; init; }
    [Length(1, 3)] public string Remark { get; init; } = "-";
    [AllowedValues("a", "b", null)] public string? Kind { get; init; }
    [AllowedValues(1, 3)] public long? Stops { get; init; }
    public Cabin Cabin { get; init; }
    [AllowedValues(Mapping.Gate.Closed)] public Gate? Gate { get; init; }
    [Required, Classified(Classification.Restricted, Category.Special | Category.Financial)] public string? Crew { get; init; }
    [NotMapped] public string Ignored { get; set; } = "";
}

public sealed class ContractFactsTests
{
    private static readonly SchemaObject s_schema = Schema<Leg>();

    [Fact]
    public void The_type_gives_name_and_description() => Assert.Equal(("flight_leg", "One leg flown."), (s_schema.Name, s_schema.Description));

    [Fact]
    public void Columns_are_snake_case_unless_named() => Assert.Equal(
        ["number", "iata_code", "vat20_rate", "price", "day", "off", "tail_number", "photo", "remark", "kind", "stops", "cabin", "gate", "crew"], s_schema.Properties.Select(p => p.Name));

    [Fact]
    public void The_key_follows_the_order_of_its_columns() => Assert.Equal(["iata_code", "number"], s_schema.Key.Select(p => p.Name));

    [Fact]
    public void What_may_not_be_null_is_required() => Assert.Equal(
        ["number", "iata_code", "price", "day", "off", "remark", "cabin", "crew"], s_schema.Properties.Where(p => p.Required).Select(p => p.Name));

    [Fact]
    public void A_range_has_the_kind_of_its_column()
    {
        PropertyConstraints late = Limits("vat20_rate"), price = Limits("price"), day = Limits("day");

        Assert.Equal((ScalarValue.From(-120L), ScalarValue.From(1440L)), (late.Minimum, late.Maximum));
        Assert.Equal((ScalarKind.Decimal, 0.5m, true, true), (price.Minimum.Kind, price.Minimum.AsDecimal(), price.ExclusiveMinimum, price.Maximum.IsNull));
        Assert.Equal((ScalarValue.From(new DateOnly(2001, 1, 1)), ScalarValue.From(new DateOnly(2001, 12, 31)), false, true), (day.Minimum, day.Maximum, day.ExclusiveMinimum, day.ExclusiveMaximum));
    }

    [Fact]
    public void Texts_and_bytes_have_lengths_and_a_pattern()
    {
        Assert.Equal((2, 8, "[A-Z]+\"\\d"), (Limits("tail_number").MinimumLength, Limits("tail_number").MaximumLength, Limits("tail_number").Pattern));
        Assert.Equal((null, 4), (Limits("photo").MinimumLength, Limits("photo").MaximumLength));
        Assert.Equal((1, 3), (Limits("remark").MinimumLength, Limits("remark").MaximumLength));
    }

    [Fact]
    public void Allowed_values_are_those_of_the_attribute_or_the_members_of_the_enum()
    {
        Assert.Equal(["a", "b"], Limits("kind").AllowedValues.Select(v => v.AsString()));
        Assert.Equal([1L, 3L], Limits("stops").AllowedValues.Select(v => v.AsInteger()));
        Assert.Equal(["Economy", "Business", "First"], Limits("cabin").AllowedValues.Select(v => v.AsString()));
        Assert.Equal(["Closed"], Limits("gate").AllowedValues.Select(v => v.AsString()));
    }

    [Fact]
    public void Meaning_is_carried_along()
    {
        Assert.Equal(("min", "Late by."), (s_schema.Find("vat20_rate")!.Unit, s_schema.Find("vat20_rate")!.Description));
        Assert.Equal(("Take-off.", true), (s_schema.Find("off")!.Description, s_schema.Find("off")!.IsEventTime));
        Assert.Equal(["registration", "tail"], s_schema.Find("tail_number")!.FormerNames);
        Assert.Equal((Classification.Restricted, Category.Special | Category.Financial), (s_schema.Find("crew")!.Classification, s_schema.Find("crew")!.Categories));
        Assert.Equal((Classification.Internal, Category.None), (s_schema.Find("day")!.Classification, s_schema.Find("day")!.Categories));
    }

    [Fact]
    public void A_member_outside_the_contract_is_not_stored() =>
        Assert.Equal("", Codec.RoundTrip(new Leg { LegNumber = 1, IATACode = "JFK", Crew = "x", Ignored = "secret" })[0].Ignored);

    private static PropertyConstraints Limits(string column) => s_schema.Find(column)!.Constraints;

    private static SchemaObject Schema<T>()
        where T : IDataSchema<T> => T.Schema;
}
