namespace DataMesh.Tests.Policies;

public sealed class MaskFitTests
{
    private static readonly string[] s_types = ["string", "binary", "uuid", "int", "long", "float", "double", "decimal(9,2)", "boolean", "date", "timestamptz", "time"];

    // One column per mask of docs/protocol/policy.md.
    [Theory]
    [InlineData("none", "xxxxxxxxxxxx")]
    [InlineData("drop", "xxxxxxxxxxxx")]
    [InlineData("null", "xxxxxxxxxxxx")]
    [InlineData("constant 'x'", "x...........")]
    [InlineData("constant 1", "...xx.......")]
    [InlineData("constant 1e0", ".....xx.....")]
    [InlineData("constant 1.5", ".......x....")]
    [InlineData("constant true", "............")]
    [InlineData("constant date'2001-01-01'", ".........x..")]
    [InlineData("constant timestamp'2001-01-01T00:00:00Z'", "..........x.")]
    [InlineData("constant time'12:00:00'", "...........x")]
    [InlineData("constant x'00'", "............")]
    [InlineData("hash", "xxx.x.......")]
    [InlineData("hash domain", "xxx.x.......")]
    [InlineData("first 2", "x...........")]
    [InlineData("last 2", "x...........")]
    [InlineData("bucket 10", "...xxxxx....")]
    [InlineData("bucket 0.5", ".....xxx....")]
    [InlineData("bucket 0.001", ".....xx.....")]
    [InlineData("year", ".........xx.")]
    [InlineData("month", ".........xx.")]
    [InlineData("day", ".........xx.")]
    public void A_mask_fits_the_types_of_the_table(string mask, string fits)
    {
        Mask parsed = Mask.Parse(mask);

        Assert.Equal(fits, string.Concat(s_types.Select(t => parsed.FitsType(PhysicalType.Parse(t)) ? 'x' : '.')));
    }

    [Theory]
    [InlineData("int", "constant 3000000000")]
    [InlineData("float", "constant 0.1e0")]
    [InlineData("decimal(4,2)", "constant 100.0")]
    [InlineData("decimal(4,2)", "constant 0.001")]
    [InlineData("int", "bucket 3000000000")]
    public void A_constant_or_width_that_the_type_cannot_hold_does_not_fit(string type, string mask) => Assert.NotNull(Mask.Parse(mask).FindProblem(PhysicalType.Parse(type)));

    [Theory]
    [InlineData("decimal(4,2)", "constant 99.99")]
    [InlineData("decimal(38,9)", "constant 79228162514264337593543950335.0")]
    [InlineData("float", "constant 0.5e0")]
    [InlineData("int", "constant -2147483648")]
    public void A_constant_at_the_edge_fits(string type, string mask) => Assert.Null(Mask.Parse(mask).FindProblem(PhysicalType.Parse(type)));

    [Fact]
    public void A_constant_keeps_the_limits_of_the_contract()
    {
        SchemaProperty text = new() { Name = "code", Type = PhysicalType.Parse("string"), Constraints = new() { MinimumLength = 2, MaximumLength = 3, Pattern = "[A-Z]+" } };
        SchemaProperty number = new() { Name = "n", Type = PhysicalType.Parse("long"), Required = true, Constraints = new() { Minimum = 1L, Maximum = 10L, ExclusiveMaximum = true } };
        SchemaProperty size = new() { Name = "size", Type = PhysicalType.Parse("string"), Constraints = new() { AllowedValues = ["Small", "Large"] } };

        Assert.Equal([true, false, false, false], new[] { "AB", "A", "ABCD", "ab" }.Select(v => Mask.Constant(v).FindProblem(text) is null));
        Assert.Equal([false, true, true, false], new[] { 0L, 1L, 9L, 10L }.Select(v => Mask.Constant(v).FindProblem(number) is null));
        Assert.Equal([true, false], new[] { "Large", "Huge" }.Select(v => Mask.Constant(v).FindProblem(size) is null));
        Assert.Contains("allowed values", Mask.Hash.FindProblem(size), StringComparison.Ordinal);
        Assert.Contains("allowed values", Mask.KeepFirst(1).FindProblem(size), StringComparison.Ordinal);
        Assert.Null(Mask.Null.FindProblem(number));
        Assert.Contains("surrogate", Mask.Constant("\ud800").FindProblem(PhysicalType.Parse("string")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_never_ends_is_no_proof_that_a_constant_matches()
    {
        SchemaProperty slow = new() { Name = "code", Type = PhysicalType.Parse("string"), Constraints = new() { Pattern = "(a+)+$" } };

        Assert.NotNull(Mask.Constant(new string('a', 40) + "!").FindProblem(slow));
    }
}
