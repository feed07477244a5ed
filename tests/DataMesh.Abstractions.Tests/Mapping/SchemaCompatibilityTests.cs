using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class SchemaCompatibilityTests
{
    [Theory]
    [InlineData("int", "long")]
    [InlineData("float", "double")]
    [InlineData("decimal(9,2)", "decimal(18,2)")]
    [InlineData("timestamptz", "timestamptz")]
    [InlineData("uuid", "uuid")]
    public void Equal_and_narrower_stored_types_fit(string stored, string expected) => Assert.Empty(Find(expected, stored));

    [Theory]
    [InlineData("long", "int", "is long, you declared int: precision would be lost: declare it as long")]
    [InlineData("decimal(18,4)", "decimal(18,2)", "is decimal(18,4), you declared decimal(18,2): precision would be lost: declare it as decimal with [DecimalPrecision(18, 4)]")]
    [InlineData("decimal(20,2)", "decimal(18,2)", "is decimal(20,2), you declared decimal(18,2): precision would be lost: declare it as decimal with [DecimalPrecision(20, 2)]")]
    [InlineData("string", "uuid", "is string, you declared uuid: declare it as string")]
    [InlineData("date", "timestamptz", "is date, you declared timestamptz: declare it as DateOnly")]
    [InlineData("double", "decimal(18,2)", "is double, you declared decimal(18,2): precision would be lost: declare it as double")]
    public void Another_type_is_a_mismatch_with_the_way_out(string stored, string expected, string problem) => Assert.Equal(problem, Assert.Single(Find(expected, stored)).Problem);

    [Fact]
    public void Every_mismatch_is_found_and_a_mistyped_name_is_recognised()
    {
        SchemaObject expected = Expect(("amount", "decimal(18,2)", true), ("vat", "decimal(18,2)", true), ("email", "string", true), ("colour", "string", true), ("later", "string", false));
        Schema stored = new([Stored("amount", "decimal(18,4)"), Stored("vat_rate", "decimal(18,2)"), Stored("email", "string", nullable: true), Stored("other", "long")], null);

        IReadOnlyList<ContractMismatch> found = SchemaCompatibility.FindMismatches(expected, stored);

        Assert.Equal(["amount", "vat", "email", "colour"], found.Select(m => m.Column));
        Assert.Equal("'vat' does not exist (did you mean 'vat_rate'?): rename the member, or put [Column(\"vat_rate\")] on it", found[1].ToString());
        Assert.Equal("may be null, yours may not: make the member nullable", found[2].Problem);
        Assert.Equal("does not exist: remove the member, or make it nullable to read it as null", found[3].Problem);
        Assert.DoesNotContain("email", SchemaCompatibility.FindMismatches(expected, stored, ignoreNullability: true).Select(m => m.Column));
    }

    [Theory]
    [InlineData("amuont", "amount")]
    [InlineData("flightid", "flight_id")]
    [InlineData("colour", "color")]
    public void A_name_with_a_slip_is_recognised(string wanted, string stored) =>
        Assert.Contains($"did you mean '{stored}'?", SchemaCompatibility.FindMismatches(Expect((wanted, "long", true)), new Schema([Stored(stored, "long")], null))[0].Problem, StringComparison.Ordinal);

    [Fact]
    public void Dictionaries_of_text_fit_with_int32_indices_only()
    {
        SchemaObject expected = Expect(("a", "string", true));

        Assert.Empty(SchemaCompatibility.FindMismatches(expected, new Schema([new Field("a", new DictionaryType(Int32Type.Default, StringType.Default, false), false)], null)));
        Assert.Single(SchemaCompatibility.FindMismatches(expected, new Schema([new Field("a", new DictionaryType(UInt8Type.Default, StringType.Default, false), false)], null)));
    }

    [Fact]
    public void A_type_without_a_canonical_form_is_a_mismatch() =>
        Assert.Contains("no member type maps to", SchemaCompatibility.FindMismatches(Expect(("a", "long", true)), new Schema([new Field("a", Int8Type.Default, false)], null))[0].Problem, StringComparison.Ordinal);

    [Fact]
    public void A_decoder_refuses_a_schema_with_every_mismatch_at_once()
    {
        using RecordBatch stored = Codec.Encode(new Named { Name = "x" });

        ContractMismatchException error = Assert.Throws<ContractMismatchException>(() => Codec.Decode<OrderLine>(stored));

        Assert.Equal(["id", "email", "amount"], error.Mismatches.Select(m => m.Column));
        Assert.StartsWith("The record 'order_line' does not fit the stored columns: 'id' does not exist", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ContractMismatch> Find(string expected, string stored) =>
        SchemaCompatibility.FindMismatches(Expect(("a", expected, true)), new Schema([Stored("a", stored)], null));

    private static SchemaObject Expect(params (string Name, string Type, bool Required)[] columns) => new()
    {
        Name = "expected",
        Properties = [.. columns.Select(c => new SchemaProperty { Name = c.Name, Type = PhysicalType.Parse(c.Type), Required = c.Required })],
    };

    private static Field Stored(string name, string type, bool nullable = false) => ArrowFields.Create(name, PhysicalType.Parse(type), nullable);
}
