namespace DataMesh;

/// <summary>Weakens a filter to what may prune.</summary>
internal static class PruningFilter
{
    /// <summary>The conjuncts that name only allowed columns; null when none does. Where the filter is true, the result is true.</summary>
    public static Filter? Keep(Filter filter, Func<string, bool> mayPrune)
    {
        if (filter is not AndFilter and)
            return filter.GetColumns().All(mayPrune) ? filter : null;
        Filter[] kept = [.. and.Operands.Where(o => o.GetColumns().All(mayPrune))];
        return kept.Length == 0 ? null : Filter.And(kept);
    }
}
