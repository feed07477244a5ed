namespace DataMesh.Adapters;

/// <summary>A statement that uses the rows of its one relation only to group and aggregate them, so that it can be told the groups of parts of the rows instead of the rows.</summary>
/// <param name="Relation">The relation's name.</param>
/// <param name="Groups">The columns that rows are grouped by; none: all rows are one group.</param>
/// <param name="Aggregates">What is computed of each group. The result of the one at i is the column <see cref="PartName"/> of i.</param>
/// <param name="Condition">Rows for which this is not true are in no group: the whole WHERE of the statement. Null: it has none.</param>
/// <param name="Tree">The same statement over the groups, in the form of <c>json_serialize_sql</c>; it has no WHERE.</param>
/// <param name="Parameters">The parameters that <paramref name="Tree"/> still uses.</param>
internal sealed record GroupedStatement(
    string Relation, IReadOnlyList<string> Groups, IReadOnlyList<PartialAggregate> Aggregates, Filter? Condition, string Tree, IReadOnlySet<string> Parameters)
{
    /// <summary>What the names of parts' results begin with. No statement with such a name is grouped.</summary>
    internal const string PartPrefix = "__dm_";

    internal static string PartName(int aggregate) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PartPrefix}{aggregate}");
}
