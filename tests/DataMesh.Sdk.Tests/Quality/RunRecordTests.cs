using DataMesh.Tests.Policies;

namespace DataMesh.Tests.Quality;

/// <summary>The record of a run is readable again whatever the number of columns.</summary>
public sealed class RunRecordTests
{
    [Theory]
    [InlineData(20, true, true, true)]
    [InlineData(500, false, true, true)]
    [InlineData(1_000, false, false, true)]
    [InlineData(20_000, false, false, false)]
    public async Task A_document_says_less_of_each_column_where_all_would_be_too_long_and_always_says_what_was_decided(int columns, bool quantiles, bool bounds, bool counts)
    {
        PolicyBench bench = await PolicyBench.CreateAsync();
        QualityRule rule = new RowCountRule { Name = "some", Dimension = QualityDimension.Completeness, AtLeast = 1 };
        RunFindings findings = new()
        {
            Rows = 7,
            Rejected = 2,
            Results = [new QualityResult { Rule = rule, Status = QualityStatus.Pass, Rows = 7 }],
            Snapshot = 42,
            Profile = [.. Enumerable.Range(0, columns).Select(i => new ColumnProfile
            {
                Column = $"column_{i}", Values = 7, Nulls = 1, Distinct = 3, Minimum = 1L, Maximum = 9L, Mean = 4.5,
                Quantiles = [.. new[] { 0.01, 0.25, 0.5, 0.75, 0.99 }.Select(share => new Quantile { Share = share, Value = 5L })],
            })],
        };

        byte[] content = RunRecord.Compose(bench.Binding, Guid.CreateVersion7(), findings, DateTimeOffset.UnixEpoch);

        YamlMapping document = YamlParser.Parse("run.yaml", content);
        string[] names = [.. document.GetMappings("results").Select(r => r.GetText("name"))];
        Assert.Equal((quantiles, bounds, counts), (names.Contains("quantile-0.5"), names.Contains("minimum"), names.Contains("distinct")));
        Assert.Equal(["rows", "quarantinedRows"], names[..2]);
        Assert.Equal("some", names[^1]);
        Assert.Contains("published", System.Text.Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }
}
