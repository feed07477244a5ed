using System.Globalization;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The granted files of a relation, without those that the statement's condition proves to be of no use, as SQL of this adapter.</summary>
internal sealed class GrantedFiles
{
    private const string RowNumber = "file_row_number";

    private readonly DirectFiles _grant;
    private readonly string[] _columns;
    private readonly string? _condition;

    private GrantedFiles(DirectFiles grant, IReadOnlyList<DirectFile> files, string[] columns, string? condition)
    {
        _grant = grant;
        Files = files;
        _columns = columns;
        _condition = condition;
    }

    /// <summary>The files to read, at least one.</summary>
    internal IReadOnlyList<DirectFile> Files { get; }

    /// <summary>True when nothing in the files has to be kept from the statement.</summary>
    internal bool IsUnrestricted => _grant.IsUnrestricted;

    /// <summary>True when a part of a file can be read by its row numbers.</summary>
    internal bool CanSplit => !_grant.FileSchema.FieldsList.Any(f => f.Name.Equals(RowNumber, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes a grant; null when something of it cannot be done exactly, so that the relation has to be opened.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="pushed">Rows for which this is not true may be left out; null: none.</param>
    internal static GrantedFiles? TryTake(QueryRelation relation, Filter? pushed)
    {
        if (relation.TryGetDirectFiles() is not { } grant || !IsReadable(grant, relation) || !RowFilterSql.TryWrite(grant, out string? rowFilter)
            || MaskSql.TryWrite(grant) is not { } columns)
            return null;
        Filter? condition = grant.IsUnrestricted ? null : DirectConditions.ForFiles(grant, pushed);
        DirectFile[] files = [.. grant.Files.Where(f => CouldMatch(grant, f, DirectConditions.ForFiles(grant, pushed)))];
        if (files.Length == 0)
            return null;
        string? pushedText = condition is null ? null : RowFilterSql.Write(condition, grant.FileSchema);
        string[] conditions = [.. new[] { rowFilter, pushedText }.OfType<string>()];
        return new GrantedFiles(grant, files, columns, conditions.Length == 0 ? null : string.Join(" AND ", conditions));
    }

    /// <summary>SELECT of some of the reader's columns under their names; without any, one value per row.</summary>
    internal string Select(IEnumerable<int> columns, FilePart part)
    {
        StringBuilder sql = new("SELECT ");
        string list = string.Join(", ", columns.Select(column => $"{_columns[column]} AS {SqlNames.Identifier(_grant.Columns[column].Name)}"));
        sql.Append(list.Length == 0 ? "true" : list).Append(" FROM ").Append(Source(part.Files));
        string?[] conditions = [_condition, part.Rows is { } rows ? string.Create(CultureInfo.InvariantCulture, $"({RowNumber} >= {rows.Start} AND {RowNumber} < {rows.End})") : null];
        string where = string.Join(" AND ", conditions.OfType<string>());
        return where.Length == 0 ? sql.ToString() : sql.Append(" WHERE ").Append(where).ToString();
    }

    /// <summary>SELECT of all columns under the reader's names, for a view over files that hold nothing else.</summary>
    internal string SelectAll() => $"SELECT {string.Join(", ", _grant.Columns.Select(c => $"{SqlNames.Identifier(c.FileColumn)} AS {SqlNames.Identifier(c.Name)}"))} FROM {Source(Files)}";

    /// <summary>SELECT of all columns and no row, for their types: those of the first file count.</summary>
    internal string SelectNothing() => $"SELECT {string.Join(", ", _columns)} FROM {Source([Files[0]])} LIMIT 0";

    // Nothing is left to detection; texts of the files' names mean themselves. NaN stands in no statistics, and DuckDB would prune by them.
    private static string Source(IEnumerable<DirectFile> files) =>
        $"read_parquet([{string.Join(", ", files.Select(f => SqlNames.Text(f.Path)))}], hive_partitioning=false, union_by_name=false, can_have_nan=true)";

    // DuckDB takes names without regard to case, and some characters of paths for patterns.
    private static bool IsReadable(DirectFiles grant, QueryRelation relation) =>
        grant.FileSchema.FieldsList.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Count() == grant.FileSchema.FieldsList.Count
        && grant.Columns.Select(c => c.Name).SequenceEqual(relation.Schema.FieldsList.Select(f => f.Name), StringComparer.Ordinal)
        && grant.Files.All(f => Path.IsPathFullyQualified(f.Path) && f.Path.AsSpan().IndexOfAny("*?[\0") < 0);

    private static bool CouldMatch(DirectFiles grant, DirectFile file, Filter? condition) => condition is null
        || FilterPruning.CouldMatch(condition, name => grant.FileSchema.GetFieldByName(name).GetFieldId() is int id ? file.Statistics.FirstOrDefault(s => s.FieldId == id) : null, file.RowCount);
}
