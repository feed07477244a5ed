using DataMesh.Generators.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DataMesh.Generators.Tests;

/// <summary>What the analyzers say about lambdas of policies, and what the code fixes make of them.</summary>
public sealed class PolicyLambdaTests
{
    [Theory]
    [InlineData("o.At > DateTime.UtcNow", "DateTime.UtcNow")]
    [InlineData("o.At > DateTime.Now.AddDays(-90)", "DateTime.Now")]
    [InlineData("o.At > DateTime.Today", "DateTime.Today")]
    [InlineData("o.Since > DateTimeOffset.UtcNow", "DateTimeOffset.UtcNow")]
    [InlineData("o.Since > TimeProvider.System.GetUtcNow()", "TimeProvider.System.GetUtcNow()")]
    [InlineData("o.Since > clock.GetUtcNow().AddDays(-1)", "clock.GetUtcNow()")]
    [InlineData("o.Day > DateOnly.FromDateTime(DateTime.UtcNow)", "DateTime.UtcNow")]
    [InlineData("o.Id > System.Diagnostics.Stopwatch.GetTimestamp()", "System.Diagnostics.Stopwatch.GetTimestamp()")]
    [InlineData("o.Id > Environment.TickCount64", "Environment.TickCount64")]
    public async Task A_clock_in_a_policy_is_an_error(string condition, string clock)
    {
        Diagnostic found = Assert.Single(await Compiler.AnalyzeAsync(Program($"p.Grant(\"g\", g => g.ToRole(\"r\").Rows(o => {condition}));")));

        Assert.Equal(("DMESH2001", DiagnosticSeverity.Error), (found.Id, found.Severity));
        Assert.StartsWith($"'{clock}' would be read once", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p.RestrictRows(\"r\", o => o.At > DateTime.UtcNow);", "DMESH2001")]
    [InlineData("p.Offer(\"o\", x => x.Rows(o => o.At > DateTime.UtcNow));", "DMESH2001")]
    [InlineData("p.Prohibit(\"x\", x => x.Rows(o => o.Region != \"KP\"));", "DMESH2003")]
    [InlineData("p.Grant(\"g\", g => g.ToRole(\"r\").When(() => Policy.User(\"r\") == argument));", "DMESH2002")]
    [InlineData("_ = Filter.FromPolicy<Order>(o => o.At > DateTime.UtcNow);", "DMESH2001")]
    public async Task Every_lambda_of_a_policy_is_looked_at(string statement, string id) => Assert.Equal([id], (await Compiler.AnalyzeAsync(Program(statement))).Select(d => d.Id));

    [Theory]
    [InlineData("o.Region == local", "local")]
    [InlineData("o.Region == argument", "argument")]
    [InlineData("o.Region == _field", "_field")]
    [InlineData("o.Region == s_changing", "s_changing")]
    [InlineData("o.Region == Property", "Property")]
    [InlineData("o.Region == local || o.Name == local", "local")]
    public async Task A_captured_value_is_a_warning(string condition, string name)
    {
        Diagnostic found = Assert.Single(await Compiler.AnalyzeAsync(Program($"p.Grant(\"g\", g => g.ToRole(\"r\").Rows(o => {condition}));")));

        Assert.Equal("DMESH2002", found.Id);
        Assert.Equal(DiagnosticSeverity.Warning, found.DefaultSeverity);
        Assert.StartsWith($"'{name}' is read once", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o.Region == \"eu\" && o.At > Policy.Now.AddDays(-90) && o.Name != Policy.User(\"name\")")]
    [InlineData("o.Region == Constant || o.Region == LocalConstant || s_regions.Contains(o.Region)")]
    [InlineData("o.At > new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc) && o.Id != Guid.Empty.Version")]
    [InlineData("o.Name != \"a\" && !(o.Id > 3) && !o.Flag")]
    [InlineData("o.Region == null || o.Region != \"KP\"")]
    [InlineData("null != o.Region && (o.Id > 3 || !(o.Region == \"KP\"))")]
    [InlineData("o.Score.HasValue && o.Score != 3 && !(o.Score > 4)")]
    [InlineData("!o.Score.HasValue || o.Score.Value != 3")]
    [InlineData("o.Region != null")]
    [InlineData("!(o.Region == null)")]
    [InlineData("!!(o.Region == \"KP\")")]
    [InlineData("o.Must != \"x\"")]
    [InlineData("o.Region == \"a\" && o.Score > 3")]
    public async Task What_says_what_it_means_is_left_alone(string condition) =>
        Assert.Empty(await Compiler.AnalyzeAsync(Program($"const string LocalConstant = \"x\"; p.Grant(\"g\", g => g.ToRole(\"r\").Rows(o => {condition}));")));

    [Fact]
    public async Task Predicates_of_consumers_may_capture_and_read_clocks() => Assert.Empty(await Compiler.AnalyzeAsync(Program(
        "_ = Filter.From<Order>(o => o.At > DateTime.UtcNow && o.Region != local); _ = new List<Order>().AsQueryable().Where(o => o.Region != local);")));

    [Theory]
    [InlineData("o.Region != \"KP\"", "o.Region != \"KP\"", "o.Region")]
    [InlineData("!(o.Region == \"KP\")", "!(o.Region == \"KP\")", "o.Region")]
    [InlineData("o.Id > 3 && o.Score != 3", "o.Score != 3", "o.Score")]
    [InlineData("!(o.Score > 3)", "!(o.Score > 3)", "o.Score")]
    [InlineData("!(o.Region != null && o.Region == \"KP\")", "!(o.Region != null && o.Region == \"KP\")", "o.Region")]
    [InlineData("(o.Region == null && o.Id > 3) || o.Region != \"KP\"", "o.Region != \"KP\"", "o.Region")]
    [InlineData("o.Region != Policy.User(\"region\")", "o.Region != Policy.User(\"region\")", "o.Region")]
    [InlineData("!s_regions.Contains(o.Region)", "!s_regions.Contains(o.Region)", "o.Region")]
    [InlineData("!o.Region!.StartsWith(\"K\")", "!o.Region!.StartsWith(\"K\")", "o.Region")]
    [InlineData("o.Region == \"KP\" ? o.Flag : o.Id > 3", "o.Region == \"KP\"", "o.Region")]
    public async Task A_negation_that_leaves_null_open_is_an_error(string condition, string place, string column)
    {
        string source = Program($"p.Grant(\"g\", g => g.ToRole(\"r\").Rows(o => {condition}));");

        Diagnostic found = Assert.Single(await Compiler.AnalyzeAsync(source));

        Assert.Equal(("DMESH2003", DiagnosticSeverity.Error), (found.Id, found.Severity));
        Assert.Equal(place, source[found.Location.SourceSpan.Start..found.Location.SourceSpan.End]);
        Assert.StartsWith($"'{column}' may be null", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NullCounts", "o.Region != \"KP\"", "o.Region == null || o.Region != \"KP\"")]
    [InlineData("NullDoesNotCount", "o.Region != \"KP\"", "o.Region != null && o.Region != \"KP\"")]
    [InlineData("NullCounts", "o.Id > 3 && !(o.Region == \"KP\")", "o.Id > 3 && (o.Region == null || !(o.Region == \"KP\"))")]
    [InlineData("NullDoesNotCount", "o.Flag || !(o.Score > 3)", "o.Flag || (o.Score != null && !(o.Score > 3))")]
    public Task A_null_test_is_added_as_the_author_chooses(string key, string condition, string expected) => AssertFixedAsync(new NullTestCodeFix(), key, condition, expected);

    [Theory]
    [InlineData("o.At > DateTime.UtcNow.AddDays(-90)", "o.At > Policy.Now.AddDays(-90)")]
    [InlineData("o.Since > DateTimeOffset.Now", "o.Since > Policy.Now")]
    [InlineData("o.At > TimeProvider.System.GetUtcNow().UtcDateTime", "o.At > Policy.Now")]
    [InlineData("o.Day > DateOnly.FromDateTime(DateTime.UtcNow)", "o.Day > DateOnly.FromDateTime(Policy.Now)")]
    public Task A_clock_becomes_the_time_of_the_read(string condition, string expected) => AssertFixedAsync(new PolicyClockCodeFix(), "UsePolicyNow", condition, expected);

    [Fact]
    public async Task A_stopwatch_has_no_counterpart() =>
        Assert.Null(await Compiler.FixAsync(Program("p.RestrictRows(\"r\", o => o.Id > System.Diagnostics.Stopwatch.GetTimestamp());"), new PolicyClockCodeFix(), "UsePolicyNow"));

    private static async Task AssertFixedAsync(CodeFixProvider provider, string key, string condition, string expected)
    {
        string? changed = await Compiler.FixAsync(Program($"p.RestrictRows(\"r\", o => {condition});"), provider, key);

        Assert.Equal(Program($"p.RestrictRows(\"r\", o => {expected});"), changed);
        Assert.Empty(await Compiler.AnalyzeAsync(changed!));
    }

    private static string Program(string statement) => $$"""
        using System.Linq;

        [DataSchema]
        public partial record Order
        {
            public long Id { get; init; }
            public bool Flag { get; init; }
            public int? Score { get; init; }
            public string? Region { get; init; }
            public required string Name { get; init; }
            [Required] public string? Must { get; init; }
            public DateTime At { get; init; }
            public DateTimeOffset Since { get; init; }
            public DateOnly Day { get; init; }
        }

        public class C
        {
            private const string Constant = "a";
            private static readonly string?[] s_regions = ["a"];
            private static string s_changing = "a";
            private string _field = "a";
            private string Property { get; set; } = "a";

            public void M(OutputPortBuilder<Order> p, string argument, TimeProvider clock)
            {
                string local = argument;
                {{statement}}
                s_changing = _field = Property = local;
            }
        }
        """;
}
