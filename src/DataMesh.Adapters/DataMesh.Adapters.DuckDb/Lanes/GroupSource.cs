using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>
/// The groups of a relation's rows, some files at a time. The guard groups by the dictionaries that the files store, which rows lose on their way to the statement's instance, and on all threads at once.
/// </summary>
internal sealed class GroupSource : GuardSource
{
    // The groups of so many rows are in memory at once.
    private const long RowsOfPart = 1L << 20;

    private readonly GroupedStatement _grouped;

    internal GroupSource(QueryRelation relation, GroupedStatement grouped, GrantedFiles files, GuardInstance guard, StatementScope scope)
        : base(relation, files, FilePart.Collect(files.Files, RowsOfPart), threads: 1, guard, scope, ColumnsOf(relation, grouped)) => _grouped = grouped;

    internal override long? EstimatedRows => null;

    internal override Scan Open(ulong[] columns) => new GroupScan(this, columns);

    /// <summary>SELECT of some columns of the groups of a part, and of the number of rows of each group behind them.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="part">The part.</param>
    /// <param name="areMany">Nearly every row is a group of its own: each passes as one.</param>
    internal string Select(IReadOnlyList<int> columns, FilePart part, bool areMany)
    {
        PartialAggregate[] aggregates = [.. columns.Where(c => c >= _grouped.Groups.Count).Select(c => _grouped.Aggregates[c - _grouped.Groups.Count])];
        IEnumerable<string> list = columns.Select(c => c < _grouped.Groups.Count ? SqlNames.Identifier(_grouped.Groups[c])
            : areMany ? _grouped.Aggregates[c - _grouped.Groups.Count].OfOneRow() : _grouped.Aggregates[c - _grouped.Groups.Count].OfRows());
        string sql = $"SELECT {string.Join(", ", list.Append(areMany ? "CAST(1 AS BIGINT)" : "count(*)"))} FROM ({Files.Select(InputsOf(aggregates), part)})";
        if (_grouped.Condition is { } condition)
            sql += $" WHERE {RowFilterSql.Write(condition, Relation.Schema)}";
        // A group per part even where no column of it is asked for: the groups themselves may be counted.
        return areMany || _grouped.Groups.Count == 0 ? sql : $"{sql} GROUP BY {string.Join(", ", _grouped.Groups.Select(SqlNames.Identifier))}";
    }

    private IEnumerable<int> InputsOf(IEnumerable<PartialAggregate> aggregates)
    {
        HashSet<string> names = [.. _grouped.Groups, .. aggregates.Select(a => a.Column).OfType<string>(), .. _grouped.Condition?.GetColumns() ?? (IEnumerable<string>)[]];
        return Relation.Schema.FieldsList.Index().Where(f => names.Contains(f.Item.Name)).Select(f => f.Index);
    }

    private static RelationColumn[] ColumnsOf(QueryRelation relation, GroupedStatement grouped) =>
    [
        .. grouped.Groups.Select(name => new RelationColumn(name, PhysicalType.TryFromArrow(relation.Schema.GetFieldByName(name).DataType)!.Value)),
        .. grouped.Aggregates.Select((aggregate, i) => new RelationColumn(GroupedStatement.PartName(i), aggregate.Type)),
    ];
}
