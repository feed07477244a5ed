using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

/// <summary>The rows of the compatibility table as the analyzer sees them: a committed contract, a changed record, the verdict for readers.</summary>
public sealed class DriftTableTests
{
    private const string Id = "[Key] public required long Id { get; init; } ";

    private sealed record Row(string Rule, string Id, string Former, string Current, Func<string, string>? Commit = null);

    // What a record says is compared, and what a committed contract says beside it counts where it changes the verdict.
    private static readonly Dictionary<string, Row> _rows = new()
    {
        ["a nullable property is added"] = new("property-added", "DMESH3002", "", "public string? Coupon { get; init; }"),
        ["a required property is added"] = new("required-property-added", "DMESH3002", "", "public required string Coupon { get; init; }"),
        ["a property is removed"] = new("property-removed", "DMESH3003", "public string? Email { get; init; }", ""),
        ["a property is renamed and keeps its former name"] = new("renamed-keeping-former-name", "DMESH3002", "public string? Email { get; init; }", "[FormerName(\"email\")] public string? Customer { get; init; }"),
        ["required is dropped"] = new("required-dropped", "DMESH3003", "public required string Email { get; init; }", "public string? Email { get; init; }"),
        ["required is added"] = new("required-added", "DMESH3002", "public string? Email { get; init; }", "public required string Email { get; init; }"),
        ["a column is added to the key"] = new("unique-dropped", "DMESH3003", "public required long Line { get; init; }", "[Key] public required long Line { get; init; }"),
        ["a column is taken out of the key"] = new("unique-added", "DMESH3002", "[Key] public required long Line { get; init; }", "public required long Line { get; init; }"),
        ["int becomes long"] = new("type-widened", "DMESH3003", "public int A { get; init; }", "public long A { get; init; }"),
        ["float becomes double"] = new("type-widened", "DMESH3003", "public float A { get; init; }", "public double A { get; init; }"),
        ["a whole number becomes one with a fraction"] = new("type-widened", "DMESH3003", "public int A { get; init; }", "public double A { get; init; }"),
        ["a decimal gets more digits"] = new("type-widened", "DMESH3003", "[DecimalPrecision(10, 2)] public decimal A { get; init; }", "[DecimalPrecision(18, 2)] public decimal A { get; init; }"),
        ["int becomes long as its format announced"] = new("type-widened-as-announced", "DMESH3002", "public int A { get; init; }", "public long A { get; init; }",
            yaml => yaml.Replace("physicalType: int", "physicalType: int\n        logicalTypeOptions:\n          format: i64", StringComparison.Ordinal)),
        ["long becomes int"] = new("type-narrowed", "DMESH3002", "public long A { get; init; }", "public int A { get; init; }"),
        ["a decimal gets fewer digits"] = new("type-narrowed", "DMESH3002", "[DecimalPrecision(18, 2)] public decimal A { get; init; }", "[DecimalPrecision(10, 2)] public decimal A { get; init; }"),
        ["a decimal gets another scale"] = new("type-changed", "DMESH3003", "[DecimalPrecision(18, 2)] public decimal A { get; init; }", "[DecimalPrecision(18, 4)] public decimal A { get; init; }"),
        ["a date becomes a timestamp"] = new("type-changed", "DMESH3003", "public DateOnly A { get; init; }", "public DateTime A { get; init; }"),
        ["text becomes a number"] = new("type-changed", "DMESH3003", "public string? A { get; init; }", "public double? A { get; init; }"),
        ["the items of a list change their type"] = new("type-changed", "DMESH3003", "public IReadOnlyList<string>? A { get; init; }", "public IReadOnlyList<bool>? A { get; init; }"),
        ["the values of a map change their type"] = new("map-or-vector-changed", "DMESH3003", "public IReadOnlyDictionary<string, int>? A { get; init; }", "public IReadOnlyDictionary<string, string>? A { get; init; }"),
        ["the unit changes"] = new("meaning-changed", "DMESH3003", "[Unit(\"EUR\")] public double A { get; init; }", "[Unit(\"USD\")] public double A { get; init; }"),
        ["another column says when it happened"] = new("meaning-changed", "DMESH3003", "public DateTime A { get; init; }", "[EventTime] public DateTime A { get; init; }"),
        ["a value is allowed"] = new("value-allowed", "DMESH3003", "[AllowedValues(\"a\")] public string? A { get; init; }", "[AllowedValues(\"a\", \"b\")] public string? A { get; init; }"),
        ["all values are allowed"] = new("value-allowed", "DMESH3003", "[AllowedValues(\"a\")] public string? A { get; init; }", "public string? A { get; init; }"),
        ["a value is allowed in a list that was declared open"] = new("value-allowed-in-open-list", "DMESH3002", "[AllowedValues(\"a\")] public string? A { get; init; }", "[AllowedValues(\"a\", \"b\")] public string? A { get; init; }",
            yaml => yaml.Replace("customProperties:", "customProperties:\n          - property: datamesh.openValues\n            value: true", StringComparison.Ordinal)),
        ["a value is forbidden"] = new("value-forbidden", "DMESH3002", "[AllowedValues(\"a\", \"b\")] public string? A { get; init; }", "[AllowedValues(\"a\")] public string? A { get; init; }"),
        ["a list of values appears"] = new("value-forbidden", "DMESH3002", "public string? A { get; init; }", "[AllowedValues(\"a\")] public string? A { get; init; }"),
        ["a greatest length is raised"] = new("limit-loosened", "DMESH3002", "[StringLength(10)] public string? A { get; init; }", "[StringLength(20)] public string? A { get; init; }"),
        ["a minimum is dropped"] = new("limit-loosened", "DMESH3002", "[Range(typeof(int), \"1\", \"2147483647\")] public int A { get; init; }", "public int A { get; init; }", yaml => yaml.Replace("maximum: 2147483647", "multipleOf: 1", StringComparison.Ordinal)),
        ["a pattern is dropped"] = new("limit-loosened", "DMESH3002", "[RegularExpression(\"^a\")] public string? A { get; init; }", "public string? A { get; init; }"),
        ["a greatest length is lowered"] = new("limit-tightened", "DMESH3002", "[StringLength(20)] public string? A { get; init; }", "[StringLength(10)] public string? A { get; init; }"),
        ["a limit of bytes is lowered"] = new("limit-tightened", "DMESH3002", "[MaxLength(20)] public byte[]? A { get; init; }", "[MaxLength(10)] public byte[]? A { get; init; }"),
        ["a pattern appears"] = new("limit-tightened", "DMESH3002", "public string? A { get; init; }", "[RegularExpression(\"^a\")] public string? A { get; init; }"),
        ["a pattern changes"] = new("limit-changed", "DMESH3002", "[RegularExpression(\"^a\")] public string? A { get; init; }", "[RegularExpression(\"^b\")] public string? A { get; init; }"),
        ["a classification is raised"] = new("classification-raised", "DMESH3002", "public string? A { get; init; }", "[Classified(Classification.Confidential)] public string? A { get; init; }"),
        ["a category of personal data is added"] = new("classification-raised", "DMESH3002", "[Classified(Classification.Confidential)] public string? A { get; init; }", "[Classified(Classification.Confidential, Category.Personal)] public string? A { get; init; }"),
        ["a classification is lowered"] = new("classification-lowered", "DMESH3002", "[Classified(Classification.Restricted)] public string? A { get; init; }", "[Classified(Classification.Public)] public string? A { get; init; }"),
        ["a description changes"] = new("words-changed", "DMESH3002", "[Description(\"a\")] public string? A { get; init; }", "[Description(\"b\")] public string? A { get; init; }"),
    };

    // About whole objects or ids, about the store, about how texts are judged for readers who rely on limits, or said by code that runs: registration judges those.
    private static readonly string[] _notSaidByRecords =
    [
        "object-added", "object-removed", "renamed", "stored-type-changed", "limit-loosened-strict", "limit-changed-strict", "quality-tightened", "quality-loosened", "quality-loosened-warning", "service-better", "service-worse",
        "end-announced", "server-changed", "layout-changed", "terms-tightened", "terms-loosened", "deprecated", "retired", "status-changed", "rows-may-change", "rows-no-longer-change",
    ];

    public static TheoryData<string> Rows() => [.. _rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Under_the_committed_version_with_the_version_that_the_verdict_takes(string change)
    {
        Row row = _rows[change];
        ChangeRule rule = ChangeRules.All.Single(r => r.Name == row.Rule);
        string version = rule.Name.StartsWith("classification", StringComparison.Ordinal) ? "1.0.0" : rule.OutputPort.ToString() switch { "Major" => "2.0.0", "Minor" => "1.1.0", _ => "1.0.1" };

        Diagnostic found = await FindAsync(row, "1.0.0");

        Assert.Equal((row.Rule, row.Id, version), (found.Properties[ContractDriftAnalyzer.RuleProperty], found.Id, found.Properties[ContractDriftAnalyzer.VersionProperty]));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Under_the_version_that_says_so_only_the_file_is_behind(string change)
    {
        Row row = _rows[change];

        Diagnostic found = await FindAsync(row, "2.0.0");

        Assert.Equal((row.Rule, "DMESH3002"), (found.Properties[ContractDriftAnalyzer.RuleProperty], found.Id));
        Assert.EndsWith(". Update 'contracts/sales.orders.lines.odcs.yaml'.", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_row_or_is_not_said_by_records() =>
        Assert.Equal(ChangeRules.All.Select(r => r.Name).Order(StringComparer.Ordinal), _rows.Values.Select(r => r.Rule).Concat(_notSaidByRecords).Distinct().Order(StringComparer.Ordinal));

    private static async Task<Diagnostic> FindAsync(Row row, string version)
    {
        Dictionary<string, string> committed = new ContractProject(ContractProject.Declare(Id + row.Former)).FirstBuild();
        if (row.Commit is { } edit)
            committed = committed.ToDictionary(f => f.Key, f => edit(f.Value));
        Diagnostic[] all = await new ContractProject(ContractProject.Declare(Id + row.Current, version)) { Files = committed }.AnalyzeAsync();
        // The place of a column in the key is words beside the key itself.
        return Assert.Single(all, d => d.Properties[ContractDriftAnalyzer.RuleProperty] != "layout-changed");
    }
}
