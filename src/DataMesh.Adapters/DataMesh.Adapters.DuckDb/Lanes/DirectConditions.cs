using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A statement's own conditions as conditions on the files of a grant. They only save work: DuckDB applies the whole statement to what is left.</summary>
internal static class DirectConditions
{
    /// <summary>The parts of a condition on columns that the reader sees as they are, under the files' names; null when there are none.</summary>
    internal static Filter? ForFiles(DirectFiles grant, Filter? condition)
    {
        if (condition is null)
            return null;
        IEnumerable<Filter> parts = condition is AndFilter and ? and.Operands : [condition];
        Filter[] found = [.. parts.Select(part => Translate(grant, part)).OfType<Filter>()];
        return found.Length == 0 ? null : Filter.And(found);
    }

    private static Filter? Translate(DirectFiles grant, Filter part) => part switch
    {
        ComparisonFilter { Left.ColumnName: { } name, Right.IsLiteral: true } comparison when InTheClear(grant, name) is { } column =>
            comparison with { Left = FilterOperand.Column(column) },
        InFilter { Operand.ColumnName: { } name } isIn when InTheClear(grant, name) is { } column => isIn with { Operand = FilterOperand.Column(column) },
        _ => null,
    };

    private static string? InTheClear(DirectFiles grant, string name) => grant.Columns.FirstOrDefault(c => c.Name == name && c.IsInTheClear)?.FileColumn;
}
