using System.Collections.Frozen;
using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>What a table may be and how commits follow each other: functions of values only.</summary>
internal static class InMemoryTableRules
{
    private const long IdMask = (1L << 53) - 1;

    /// <summary>Checks a definition and gives its columns, and what lies below them, field ids</summary>
    public static Schema NumberFields(TableLocation table, TableDefinition definition)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Field field in definition.Schema.FieldsList)
        {
            if (!names.Add(field.Name))
                throw Refuse(table, $"it has two columns '{field.Name}'. Rename one");
            if (PhysicalType.TryFromArrow(field.DataType) is null)
                throw Refuse(table, $"column '{field.Name}' has the Arrow type '{field.DataType.Name}', which is not canonical. Use a type of PhysicalType");
        }
        CheckReferences(table, definition, names);
        return ArrowFields.NumberFields(definition.Schema);
    }

    /// <summary>False only when no row of the file can make the filter true.</summary>
    public static bool CouldMatch(InMemoryTableState state, DataFile file, Filter filter)
    {
        Dictionary<int, ColumnStatistics> byId = file.Columns.ToDictionary(column => column.FieldId);
        Field? Find(string name) => state.Schema.FieldsList.FirstOrDefault(field => field.Name == name);
        return FilterPruning.CouldMatch(filter, name => Find(name)?.GetFieldId() is int id ? byId.GetValueOrDefault(id) : null, file.RowCount)
            && FilterPruning.CouldMatch(filter, state.Partitioning, file.Partition, name => Find(name) is { } field ? PhysicalType.TryFromArrow(field.DataType) : null);
    }

    /// <summary>Says what excludes a commit; null when nothing does.</summary>
    public static string? FindConflict(InMemoryTableState basis, InMemoryTableState newest, TableCommit commit)
    {
        if (commit.UnlessProperty is { } property && newest.Properties.GetValueOrDefault(property) is { Length: > 0 })
            return $"the table '{newest.Location}' has the property '{property}', which stands in the way";
        if (commit.DependsOnBasis && basis.Current?.Id != newest.Current?.Id)
            return $"snapshot {newest.Current?.Id} of the table '{newest.Location}' was committed after the snapshot that the change was made from ({basis.Current?.Id.ToString(CultureInfo.InvariantCulture) ?? "none"})";
        HashSet<ObjectPath> known = [.. basis.Live.Select(live => live.File.Path)];
        if (commit.DependsOnRows is { } rows && newest.Live.Find(live => !known.Contains(live.File.Path) && CouldMatch(newest, live.File, rows)) is { } added)
            return $"the file '{added.File.Path}' of the table '{newest.Location}' was added after the snapshot that the change was made from, and may hold rows that it depends on";
        return newest.FindDead(commit.Removed) is { } dead ? $"the file '{dead.Path}' of the table '{newest.Location}' that the change removes is no longer live" : null;
    }

    /// <summary>Describes the snapshot that a commit makes.</summary>
    public static TableSnapshot NextSnapshot(InMemoryTableState newest, TableCommit commit, DateTimeOffset now)
    {
        long sequence = (newest.Current?.SequenceNumber ?? 0) + 1;
        DateTimeOffset committedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new TableSnapshot
        {
            // An odd factor permutes the numbers below 2^53: ids are unique and nothing can take one for a sequence number.
            Id = unchecked(sequence * 0x1E3779B97F4A7C15) & IdMask,
            ParentId = newest.Current?.Id,
            SequenceNumber = sequence,
            CommittedAt = newest.Current is { } last && last.CommittedAt > committedAt ? last.CommittedAt : committedAt,
            Operation = commit.Operation,
            Summary = Summarise(newest, commit),
        };
    }

    private static FrozenDictionary<string, string> Summarise(InMemoryTableState newest, TableCommit commit)
    {
        long added = commit.Added.Sum(file => file.RowCount), removed = commit.Removed.Sum(file => file.RowCount);
        Dictionary<string, string> summary = new(commit.Summary, StringComparer.Ordinal)
        {
            ["datamesh.commit-key"] = commit.CommitKey,
            ["added-data-files"] = Text(commit.Added.Count),
            ["deleted-data-files"] = Text(commit.Removed.Count),
            ["added-records"] = Text(added),
            ["deleted-records"] = Text(removed),
            ["total-data-files"] = Text(newest.Live.Count + commit.Added.Count - commit.Removed.Count),
            ["total-records"] = Text(newest.Live.Sum(live => live.File.RowCount) + added - removed),
        };
        foreach ((string key, string value) in newest.Current?.Summary ?? FrozenDictionary<string, string>.Empty)
            if (key.StartsWith(TableCommit.CarriedPrefix, StringComparison.Ordinal))
                summary.TryAdd(key, value);
        return summary.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void CheckReferences(TableLocation table, TableDefinition definition, HashSet<string> names)
    {
        foreach (string name in definition.Key.Concat(definition.WithoutBounds).Concat(definition.Partitioning.Select(field => field.Column)))
            if (!names.Contains(name))
                throw Refuse(table, $"its key, partitioning or list of columns without bounds names '{name}', which is no column. Name one of {string.Join(", ", names.Select(n => $"'{n}'"))}");
        foreach (string name in definition.Key)
            if (definition.Schema.GetFieldByName(name).IsNullable)
                throw Refuse(table, $"its key column '{name}' may be null. Make the column required");
        foreach (PartitionField field in definition.Partitioning)
            if (!field.Transform.Supports(PhysicalType.TryFromArrow(definition.Schema.GetFieldByName(field.Column).DataType)!.Value))
                throw Refuse(table, $"the partition transform '{field.Transform}' has no result for the type of column '{field.Column}'. Use another transform or column");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static DataMeshException Refuse(TableLocation table, string problem) =>
        new(DataMeshErrorKind.InvalidDefinition, $"Cannot create the table '{table}': {problem}.") { Adapter = "in-memory", Operation = "create" };
}
