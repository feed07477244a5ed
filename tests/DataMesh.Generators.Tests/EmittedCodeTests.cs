namespace DataMesh.Generators.Tests;

public sealed class EmittedCodeTests
{
    private const string Flight = """
        namespace Air.Travel;

        public enum Status { Planned, Flown = 5, Landed = 5 }

        public partial class Operations
        {
            /// <summary>One flight.</summary>
            [DataSchema, Description("One flight.")]
            public sealed partial record Flight(
                [property: Key] long FlightId,
                [Range(-120, 1440), Unit("min")] int? Delay)
            {
                [StringLength(4), RegularExpression("[A-Z]{3}")] public required string Origin { get; init; }
                [DecimalPrecision(18, 2), Classified(Classification.Confidential, Category.Financial)] public decimal? Cost { get; init; }
                [EventTime] public DateTime Departure { get; init; }
                [FormerName("state")] public Status? Status { get; init; }
                public bool? Military { get; init; }
                public Guid @event { get; init; }
                public byte[]? Photo { get; init; }
            }
        }
        """;

    [Fact]
    public void The_emitted_file_is_what_we_agreed_on() => Golden.Assert("Flight.txt", Compiler.Generate(Flight));

    [Fact]
    public void The_emitted_file_of_nested_members_is_what_we_agreed_on() => Golden.Assert("Order.txt", Compiler.Generate("""
        public record Address(string Street) { [Classified(Classification.Confidential)] public string? City { get; init; } }

        [DataSchema]
        public partial record Order
        {
            public required Address Home { get; init; }
            public Address? Invoice { get; init; }
            public required List<string> Tags { get; init; }
            [DecimalPrecision(10, 2)] public IReadOnlyDictionary<int, decimal?>? Prices { get; init; }
        }
        """));

    [Theory]
    [InlineData("[DataSchema] internal sealed partial record R { public int A { get; init; } }")]
    [InlineData("[DataSchema] public partial class R { public int A { get; set; } }")]
    [InlineData("[DataSchema] public partial struct R { public int A { get; set; } }")]
    [InlineData("[DataSchema] public readonly partial record struct R(int A);")]
    [InlineData("[DataSchema] public partial record R(int A, string? B = null) { public required Guid C { get; init; } }")]
    [InlineData("[DataSchema] public partial record R(int A) { public R() : this(0) { } }")]
    [InlineData("[DataSchema] public partial class R(int a) { public int A { get; } = a; public int Twice => A * 2; }")]
    [InlineData("public partial class O { private partial struct I { [DataSchema] private partial record R { public E A { get; init; } } private enum E { X } } }")]
    [InlineData("public partial interface O { [DataSchema] public partial record R { public int A { get; private set; } } }")]
    [InlineData("public partial record struct O { [DataSchema] private partial record R { public int A { get; init; } } }")]
    [InlineData("[DataSchema] public partial class R { private R(int a) { A = a; } public int A { get; } }")]
    [InlineData("namespace @event.@class { [DataSchema] public partial record OrderLine { public int A { get; init; } } } namespace @event.@class { public partial class Order { [DataSchema] public partial record Line { public int A { get; init; } } } }")]
    [InlineData("namespace A.B; [DataSchema] public partial record @class { public int @int { get; init; } public int Row { get; init; } public int Rows { get; init; } public int Batch { get; init; } public int Columns { get; init; } public int Schema { get; init; } public int Value { get; init; } }")]
    [InlineData("[DataSchema] public partial record R { public int Id { get; init; } [Column(\"other\")] public int ID { get; init; } [Column(\"third\")] public int id { get; init; } }")]
    [InlineData("#nullable disable\n[DataSchema] public partial record R { [Key] public string A { get; init; } public byte[] B { get; init; } }")]
    [InlineData("namespace N { public enum S { A } } namespace M { public enum S { B } } [DataSchema] public partial record R { public N.S X { get; init; } public M.S? Y { get; init; } }")]
    [InlineData("public enum E { @class, @event, B = @class } [DataSchema] public partial record R { public E A { get; init; } }")]
    [InlineData("[DataSchema(Name = \"a \\\"b\\\"\"), Description(\"line\\nbreak \\u2028\")] public partial record R { [Column(\"x \\\"y\\\"\")] public int A { get; init; } }")]
    [InlineData("[DataSchema] public partial record R { [Obsolete] public int A { get; init; } }")]
    [InlineData("public record P(int X, string? Y); public record struct S(int X); [DataSchema] public partial record R { public P? A { get; init; } public S B { get; init; } public S? C { get; init; } public P[]? D { get; init; } public List<S?>? E { get; init; } public required Dictionary<string, P?> F { get; init; } }")]
    [InlineData("using System.Collections.Immutable; [DataSchema] public partial record R { public ImmutableArray<int> A { get; init; } public ImmutableArray<string?>? B { get; init; } public string?[]?[]? C { get; init; } public required IEnumerable<byte[]?> D { get; init; } public IDictionary<Guid, List<Dictionary<DateOnly, int[]>>>? E { get; init; } }")]
    [InlineData("public record P { public required int AddressCity { get; init; } public int City { get; init; } } [DataSchema] public partial record R { public int AddressCity { get; init; } public required P Address { get; init; } public P? AddressCity2 { get; init; } }")]
    [InlineData("public partial class O { private enum E { X } private record P(E A); [DataSchema] private partial record R { public P? A { get; init; } public List<E?>? B { get; init; } public Dictionary<E, P>? C { get; init; } } }")]
    [InlineData("#nullable disable\npublic class P { public string X { get; set; } } [DataSchema] public partial record R { public P A { get; init; } public List<string> B { get; init; } public Dictionary<string, P> C { get; init; } }")]
    [InlineData("public record Part { [Key] public int Id { get; init; } [EventTime] public DateTime At { get; init; } } [DataSchema] public partial record R { [Key] public int Id { get; init; } [EventTime] public DateTime At { get; init; } public List<Part>? Parts { get; init; } }")]
    [InlineData("namespace System2; public class Guid { } public class Category { } [DataSchema] public partial record DataMesh { [Classified(Classification.Restricted, global::DataMesh.Category.Special)] public int A { get; init; } }")]
    [InlineData("[DataSchema] public partial record R { public int A { get; init; } public static int S { get; set; } public int this[int i] => i; internal int I { get; set; } private int P { get; set; } public int C => A; [NotMapped] public Uri? N { get; set; } }")]
    public void Every_shape_of_record_compiles_without_a_warning(string source) => Assert.Contains("Decoder", Compiler.Generate(source), StringComparison.Ordinal);

    [Theory]
    [InlineData("FlightId", "flight_id")]
    [InlineData("IATACode", "iata_code")]
    [InlineData("Amount2", "amount2")]
    [InlineData("Vat20Rate", "vat20_rate")]
    [InlineData("ID", "id")]
    [InlineData("HttpURL", "http_url")]
    [InlineData("My_Name", "my_name")]
    [InlineData("a", "a")]
    [InlineData("ÄrgerÖl", "ärger_öl")]
    public void Columns_are_named_in_snake_case(string member, string column) => Assert.Equal(column, SnakeCase.From(member));
}
