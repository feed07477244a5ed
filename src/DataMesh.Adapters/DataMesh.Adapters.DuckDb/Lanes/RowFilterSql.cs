using System.Text;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Row filters as SQL over the files' columns, where DuckDB gives the very truth values of the mesh.</summary>
internal static class RowFilterSql
{
    /// <summary>Writes a grant's row filter; null text when it has none. False when DuckDB might decide otherwise.</summary>
    internal static bool TryWrite(DirectFiles grant, out string? sql)
    {
        sql = null;
        if (grant.RowFilter is not { } filter)
            return true;
        if (!filter.GetColumns().All(grant.FileSchema.FieldsLookup.Contains) || !ComparesAlike(filter, grant.FileSchema))
            return false;
        sql = Write(filter, grant.FileSchema);
        return true;
    }

    internal static string Write(Filter filter, Schema files)
    {
        StringBuilder text = new();
        FilterSql.AppendFilter(text, filter, files);
        return text.ToString();
    }

    // Literals are fitted to their column; two columns of different types would be converted by DuckDB's rules.
    private static bool ComparesAlike(Filter filter, Schema files) => filter switch
    {
        AndFilter and => and.Operands.All(f => ComparesAlike(f, files)),
        OrFilter or => or.Operands.All(f => ComparesAlike(f, files)),
        NotFilter not => ComparesAlike(not.Operand, files),
        ComparisonFilter comparison => AreAlike(files, comparison.Left, comparison.Right),
        BetweenFilter between => AreAlike(files, between.Operand, between.Low) && AreAlike(files, between.Operand, between.High),
        _ => true,
    } && AreResolved(filter);

    private static bool AreAlike(Schema files, FilterOperand left, FilterOperand right) => left.ColumnName is not { } a || right.ColumnName is not { } b
        || PhysicalType.TryFromArrow(files.GetFieldByName(a).DataType) == PhysicalType.TryFromArrow(files.GetFieldByName(b).DataType);

    private static bool AreResolved(Filter filter) => filter switch
    {
        ComparisonFilter c => !c.Left.IsAttribute && !c.Right.IsAttribute,
        BetweenFilter b => !b.Operand.IsAttribute && !b.Low.IsAttribute && !b.High.IsAttribute,
        NullFilter n => !n.Operand.IsAttribute,
        NanFilter n => !n.Operand.IsAttribute,
        InFilter i => !i.Operand.IsAttribute,
        StartsWithFilter s => !s.Operand.IsAttribute,
        _ => true,
    };
}
