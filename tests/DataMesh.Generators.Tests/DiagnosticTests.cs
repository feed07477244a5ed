namespace DataMesh.Generators.Tests;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("[DataSchema] public record R { public int A { get; init; } }", "DMESH1002 'R': 'R' has [DataSchema] but 'R' is not partial")]
    [InlineData("public class Outer { [DataSchema] public partial record R { public int A { get; init; } } }", "DMESH1002 'R': 'R' has [DataSchema] but 'Outer' is not partial")]
    [InlineData("[DataSchema] public partial record R<T> { public int A { get; init; } }", "DMESH1009 'R': 'R' has [DataSchema] but is generic")]
    [InlineData("[DataSchema] public abstract partial record R { public int A { get; init; } }", "DMESH1009 'R': 'R' has [DataSchema] but is abstract")]
    [InlineData("[DataSchema] public ref partial struct R { public int A { get; init; } }", "DMESH1009 'R': 'R' has [DataSchema] but is a ref struct")]
    [InlineData("[DataSchema] file partial record R { public int A { get; init; } }", "DMESH1009 'R': 'R' has [DataSchema] but is file-local")]
    [InlineData("[DataSchema] public static partial class R { }", "DMESH1009 'R': 'R' has [DataSchema] but is static")]
    [InlineData("[DataSchema] public partial record R;", "DMESH1017 'R': 'R' has [DataSchema] but no column")]
    public void A_type_of_the_wrong_shape_is_an_error_at_its_name(string source, string expected) => AssertSingle(source, expected);

    [Theory]
    [InlineData("public Uri A { get; init; } = null!;", "DMESH1003 'A': 'A' has type 'System.Uri', which maps to no column. Use string.")]
    [InlineData("public TimeSpan A { get; init; }", "DMESH1003 'A': 'A' has type 'System.TimeSpan', which maps to no column. Use long")]
    [InlineData("public HashSet<int> A { get; init; } = [];", "DMESH1003 'A': 'A' has type 'System.Collections.Generic.HashSet<int>', which maps to no column. Collections are arrays, List<T>")]
    [InlineData("public List<Uri> A { get; init; } = [];", "DMESH1003 'A': 'A' has type 'System.Uri', which maps to no column. Use string.")]
    [InlineData("public Other A { get; init; } = null!;", "DMESH1003 'A': 'A' has type 'Other', which maps to no column. It has no public property")]
    [InlineData("public IDisposable A { get; init; } = null!;", "DMESH1003 'A': 'A' has type 'System.IDisposable', which maps to no column. Use a concrete record")]
    [InlineData("public List<decimal> A { get; init; } = [];", "DMESH1004 'A': 'A' is a decimal without [DecimalPrecision]")]
    [InlineData("public R? A { get; init; }", "DMESH1019 'A': 'A' has type 'R', which it lies in itself")]
    [InlineData("public List<Tree> A { get; init; } = [];", "DMESH1019 'Children': 'Children' has type 'Tree', which it lies in itself")]
    [InlineData("public Dictionary<double, int> A { get; init; } = [];", "DMESH1020 'A': 'A' has keys of type 'double'")]
    [InlineData("public Dictionary<Leaf, int> A { get; init; } = [];", "DMESH1020 'A': 'A' has keys of type 'Leaf'")]
    [InlineData("public Empty A { get; init; }", "DMESH1003 'A': 'A' has type 'Empty', which maps to no column. An enum is stored by the names")]
    [InlineData("public decimal A { get; init; }", "DMESH1004 'A': 'A' is a decimal without [DecimalPrecision]")]
    [InlineData("[DecimalPrecision(39, 2)] public decimal? A { get; init; }", "DMESH1005 'DecimalPrecision(39, 2)': [DecimalPrecision(39, 2)] on 'A' is out of range")]
    [InlineData("[DecimalPrecision(4, 5)] public decimal A { get; init; }", "DMESH1005 'DecimalPrecision(4, 5)'")]
    [InlineData("public Rights A { get; init; }", "DMESH1006 'A': 'A' has type 'Rights', a [Flags] enum")]
    [InlineData("public int AB { get; init; } [Column(\"ab\")] public int C { get; init; }", "DMESH1007 'C': 'C' has the column name 'ab', which 'AB' has too")]
    [InlineData("[FormerName(\"b\")] public int A { get; init; } public int B { get; init; }", "DMESH1007 'A': 'A' has the column name 'b', which 'B' has too")]
    [InlineData("[FormerName(\"a\")] public int A { get; init; }", "DMESH1012 'A': [FormerName] on 'A' is not valid")]
    [InlineData("[EventTime] public DateOnly A { get; init; } [EventTime] public DateTimeOffset B { get; init; }", "DMESH1008 'B': 'B' has [EventTime], which 'A' has too")]
    [InlineData("[Key] public int? A { get; init; }", "DMESH1010 'A': 'A' has [Key] but may be null")]
    [InlineData("[Key] public string? A { get; init; }", "DMESH1010 'A': 'A' has [Key] but may be null")]
    public void A_member_that_cannot_be_a_column_is_an_error_at_the_member(string member, string expected) => AssertSingle(Record(member), expected);

    [Theory]
    [InlineData("[Range(1, 2)] public string A { get; init; } = \"\";", "DMESH1011 'Range(1, 2)': [Range] on 'A' does not apply to 'string'")]
    [InlineData("[StringLength(3)] public int A { get; init; }", "DMESH1011 'StringLength(3)': [StringLength] on 'A' does not apply to 'int'")]
    [InlineData("[RegularExpression(\"a\")] public int A { get; init; }", "DMESH1011 'RegularExpression(\"a\")'")]
    [InlineData("[Range(1, 2)] public List<int> A { get; init; } = [];", "DMESH1011 'Range(1, 2)': [Range] on 'A' does not apply to 'System.Collections.Generic.List<int>'")]
    [InlineData("[Key] public int[] A { get; init; } = [];", "DMESH1011 'Key': [Key] on 'A' does not apply to 'int[]'. A key is a single value.")]
    [InlineData("[DecimalPrecision(5, 2)] public List<int> A { get; init; } = [];", "DMESH1011 'DecimalPrecision(5, 2)'")]
    [InlineData("[EventTime] public int A { get; init; }", "DMESH1011 'EventTime': [EventTime] on 'A' does not apply to 'int'. Use DateTimeOffset, DateTime or DateOnly.")]
    [InlineData("[Unit(\"min\")] public string A { get; init; } = \"\";", "DMESH1011 'Unit(\"min\")'")]
    [InlineData("[DecimalPrecision(5, 2)] public double A { get; init; }", "DMESH1011 'DecimalPrecision(5, 2)'")]
    [InlineData("[Range(2, 1)] public int A { get; init; }", "DMESH1012 'Range(2, 1)': [Range] on 'A' is not valid: the minimum is greater than the maximum.")]
    [InlineData("[Range(1, 2)] public DateOnly A { get; init; }", "DMESH1012 'Range(1, 2)': [Range] on 'A' is not valid: bounds of 'System.DateOnly' need the form [Range(typeof(DateOnly)")]
    [InlineData("[Range(typeof(DateOnly), \"x\", \"y\")] public DateOnly A { get; init; }", "DMESH1012 'Range(typeof(DateOnly), \"x\", \"y\")': [Range] on 'A' is not valid: its bounds are no values")]
    [InlineData("[Range(typeof(DateTime), \"2020-01-01\", \"2021-01-01\")] public int A { get; init; }", "DMESH1012 'Range(typeof(DateTime), \"2020-01-01\", \"2021-01-01\")': [Range] on 'A' is not valid: its operand type")]
    [InlineData("[Length(3, 2)] public byte[] A { get; init; } = [];", "DMESH1012 'Length(3, 2)'")]
    [InlineData("[RegularExpression(\"(\")] public string A { get; init; } = \"\";", "DMESH1012 'RegularExpression(\"(\")'")]
    [InlineData("[AllowedValues(1, \"x\")] public int A { get; init; }", "DMESH1012 'AllowedValues(1, \"x\")': [AllowedValues] on 'A' is not valid: \"x\" is no value of 'int'.")]
    [InlineData("[Classified((Classification)9)] public int A { get; init; }", "DMESH1012 'Classified((Classification)9)': [Classified] on 'A' is not valid: the level or a category is not declared.")]
    [InlineData("[Column(\" \")] public int A { get; init; }", "DMESH1012 'Column(\" \")'")]
    [InlineData("[Classified(Classification.Internal, Category.Personal)] public int A { get; init; }", "DMESH1013 'Classified(Classification.Internal, Category.Personal)': 'A' is classified Internal but holds personal data")]
    [InlineData("[EmailAddress] public string A { get; init; } = \"\";", "DMESH1018 'EmailAddress': [EmailAddress] on 'A' is not part of the contract")]
    public void An_attribute_that_does_not_fit_is_reported_at_the_attribute(string member, string expected) => AssertSingle(Record(member), expected);

    [Theory]
    [InlineData("public record Base { public int Id { get; init; } } [DataSchema] public partial record R : Base { public int A { get; init; } }", "DMESH1014 'R': 'R' inherits 'Id' from 'Base'")]
    [InlineData("[DataSchema] public partial class R { public R(int b) { A = b; } public int A { get; init; } }", "DMESH1015 'R': 'R' cannot be created from columns: parameter 'b'")]
    [InlineData("[DataSchema] public partial class R { public R(int a) { A = a; } public R(int a, int b) { A = a + b; } public int A { get; init; } }", "DMESH1015 'R': 'R' cannot be created from columns: it has several constructors")]
    [InlineData("[DataSchema] public partial record R { public int A { get; init; } [NotMapped] public required int B { get; init; } }", "DMESH1016 'B': 'B' is required but is no column")]
    [InlineData("[DataSchema] public partial record R { public int A { get; init; } public required int B; }", "DMESH1016 'B'")]
    [InlineData("public class L { public int X { get; private set; } } [DataSchema] public partial record R { public required L A { get; init; } }", "DMESH1015 'A': 'L' cannot be created from columns: its constructor or a setter is private")]
    [InlineData("public class L { public L(int y) { X = y; } public int X { get; } } [DataSchema] public partial record R { public required L A { get; init; } }", "DMESH1003 'A': 'A' has type 'L', which maps to no column. It has no public property")]
    public void A_record_that_could_not_be_read_back_is_an_error(string source, string expected) => AssertSingle(source, expected);

    [Fact]
    public void Every_mistake_of_a_record_is_reported_at_once()
    {
        string[] found = Compiler.Diagnose("[DataSchema] public partial record R { public decimal A { get; init; } public Uri B { get; init; } = null!; [Key] public int? C { get; init; } }");

        Assert.Equal(["DMESH1004", "DMESH1003", "DMESH1010"], found.Select(f => f[..9]));
    }

    private static string Record(string member) => $$"""
        public class Other { }
        public record Leaf(int Number);
        public record Tree { public List<Tree> Children { get; init; } = []; }
        public enum Empty { }
        [Flags] public enum Rights { Read = 1, Write = 2 }
        [DataSchema]
        public partial record R
        {
            {{member}}
        }
        """;

    private static void AssertSingle(string source, string expected) => Assert.StartsWith(expected, Assert.Single(Compiler.Diagnose(source)), StringComparison.Ordinal);
}
