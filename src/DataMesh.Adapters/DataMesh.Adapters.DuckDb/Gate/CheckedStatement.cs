namespace DataMesh.Adapters;

/// <summary>What the gate found out about a statement that it lets through.</summary>
/// <param name="Pushed">By relation: rows for which the filter is not true do not matter. Relations without one may leave out nothing.</param>
/// <param name="Samples">The statement takes a sample, which may depend on how many rows were looked at.</param>
internal sealed record CheckedStatement(IReadOnlyDictionary<string, Filter> Pushed, bool Samples)
{
    /// <summary>The statement over groups of its relation's rows; null when it needs the rows themselves.</summary>
    internal GroupedStatement? Grouped { get; init; }
}
