namespace DataMesh.Benchmarks;

/// <summary>What the runner asks, in the order of the report.</summary>
internal static class AllQuestions
{
    public static IReadOnlyList<Question> Of(Workbench bench)
    {
        PublishQuestions publish = new(bench);
        ReadQuestions read = new(bench);
        QueryQuestions query = new(bench);
        PolicyQuestions policy = new(bench);
        RestrictedQuestions restricted = new(bench);
        QualityQuestions quality = new(bench);
        return
        [
            publish.Snappy, publish.Zstd, read.Typed, read.TypedFlights, read.Arrow, read.ArrowFlights, read.TwoColumns,
            query.Filter, query.FilterTyped, query.Aggregate, query.Join, restricted.Aggregate, restricted.Texts, restricted.Range, publish.OneRow, quality.TenRules,
            policy.RowsAndMasks, policy.HashOfFewValues, policy.HashOfManyValues, policy.CachedDecision,
        ];
    }
}
