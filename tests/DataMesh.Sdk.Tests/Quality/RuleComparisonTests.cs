namespace DataMesh.Tests.Quality;

/// <summary>The rules of a port's own contract, judged as the table of compatibility says.</summary>
public sealed class RuleComparisonTests
{
    private static readonly RowCountRule _count = new() { Name = "rows", Dimension = QualityDimension.Coverage, AtLeast = 10 };
    private static readonly ConditionRule _positive = new() { Name = "positive", Dimension = QualityDimension.Accuracy, Holds = Filter.Compare("amount", ComparisonOperator.GreaterThan, 0m) };
    private static readonly CompletenessRule _complete = new() { Name = "mail", Dimension = QualityDimension.Completeness, Column = "customer_email", AtLeastShare = 0.9m };
    private static readonly UniqueRule _unique = new() { Name = "unique", Dimension = QualityDimension.Uniqueness, Key = ["order_id"] };

    public static TheoryData<string, string?, ChangeImpact> Changes() => new()
    {
        { "a rule is added", "quality-tightened", ChangeImpact.Minor },
        { "a rule is removed", "quality-loosened", ChangeImpact.Major },
        { "more rows are promised", "quality-tightened", ChangeImpact.Minor },
        { "fewer rows are promised", "quality-loosened", ChangeImpact.Major },
        { "a greater share has a value", "quality-tightened", ChangeImpact.Minor },
        { "a smaller share has a value", "quality-loosened", ChangeImpact.Major },
        { "another condition", "quality-loosened", ChangeImpact.Major },
        { "an error becomes a warning", "quality-loosened", ChangeImpact.Major },
        { "unique in a publish only", "quality-loosened", ChangeImpact.Major },
        { "nothing changes", null, ChangeImpact.None },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_rule_has_the_impact_of_the_table(string change, string? expected, ChangeImpact impact)
    {
        QualityRule[] former = [_count, _positive, _complete, _unique];
        QualityRule[] current = change switch
        {
            "a rule is added" => [.. former, _count with { Name = "more", AtLeast = null, AtMost = 5 }],
            "a rule is removed" => [_count, _complete, _unique],
            "more rows are promised" => [_count with { AtLeast = 20 }, _positive, _complete, _unique],
            "fewer rows are promised" => [_count with { AtLeast = 5 }, _positive, _complete, _unique],
            "a greater share has a value" => [_count, _positive, _complete with { AtLeastShare = 0.95m }, _unique],
            "a smaller share has a value" => [_count, _positive, _complete with { AtLeastShare = 0.8m }, _unique],
            "another condition" => [_count, _positive with { Holds = Filter.Compare("amount", ComparisonOperator.GreaterThan, 1m) }, _complete, _unique],
            "an error becomes a warning" => [_count, _positive with { Severity = Severity.Warning }, _complete, _unique],
            "unique in a publish only" => [_count, _positive, _complete, _unique with { Scope = UniqueScope.Publish }],
            _ => former,
        };

        ContractComparison comparison = ContractComparison.Between(Examples.Contract() with { Quality = former }, Examples.Contract() with { Quality = current });

        Assert.Equal(impact, comparison.ImpactOn(CompatibilityDirection.OutputPort));
        if (expected is not null)
            Assert.Contains(comparison.Differences, d => d.Rule == expected && d.OutputPort == impact);
        else
            Assert.Empty(comparison.Differences);
    }

    [Fact]
    public void Rules_stand_in_the_contract_by_the_metrics_of_the_standard()
    {
        ContractDocument document = ContractDocument.From(Examples.Contract() with { Quality = [_count, _positive, _complete, _unique] });

        ContractSchema schema = document.Schema[0];
        Assert.Equal(["rowCount", null, "duplicateValues"], schema.Quality.Select(q => q.Metric));
        Assert.Equal((10m, "error", "coverage"), (schema.Quality[0].MustBeGreaterOrEqualTo!.Value, schema.Quality[0].Severity, schema.Quality[0].Dimension));
        Assert.Equal(("custom", "datamesh", "amount > 0.0"), (schema.Quality[1].Type, schema.Quality[1].Engine, schema.Quality[1].Implementation!.GetValue<string>()));
        ContractQualityRule mail = Assert.Single(schema.Properties.Single(p => p.Name == "customer_email").Quality);
        Assert.Equal(("nullValues", 10m, "percent"), (mail.Metric, mail.MustBeLessOrEqualTo!.Value, mail.Unit));
    }
}
