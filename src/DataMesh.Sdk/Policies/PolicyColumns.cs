namespace DataMesh;

/// <summary>The columns that a policy names.</summary>
internal static class PolicyColumns
{
    /// <summary>The columns that a port's policy names outside its list of columns, each once, in the order in which they appear.</summary>
    public static IEnumerable<string> Of(PortPolicy port) => port.Grants.SelectMany(g => Of(g.Gives))
        .Concat(port.Offers.SelectMany(o => Of(o.Gives)))
        .Concat(port.Rules.SelectMany(Of))
        .Concat(port.Retention is { } retention ? [retention.Column] : [])
        .Distinct(StringComparer.Ordinal);

    /// <summary>The columns that a sight names.</summary>
    public static IEnumerable<string> Of(Sight sight) => [.. Of(sight.Rows), .. sight.Columns ?? [], .. sight.Excluded, .. sight.Masks.Select(m => m.Column)];

    /// <summary>The columns that a rule names.</summary>
    public static IEnumerable<string> Of(PolicyRule rule) => rule switch
    {
        Prohibition prohibition => [.. prohibition.Columns, .. Of(prohibition.Rows)],
        RowFilter filter => Of(filter.Rows),
        ColumnMask mask => mask.Columns,
        _ => [],
    };

    private static IEnumerable<string> Of(Filter? filter) => filter?.GetColumns().Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
}
