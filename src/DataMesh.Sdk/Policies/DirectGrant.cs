using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Decides whether a query engine may read the files of a pinned snapshot itself. What is not known to give the rows of the scan is not granted.</summary>
/// <remarks>Statistics of columns by which the reader's own conditions may not prune are not granted.</remarks>
internal sealed class DirectGrant(TableFormat tables, TableState table, TableSnapshot snapshot, UniformSight sight, IReadOnlySet<int> mayPrune)
{
    // More files than this are better pruned by their manifests than opened one by one.
    private const int MaximumFiles = 4_096;
    private const int FilesAtOnce = 8;
    private const string FileFormat = "parquet";

    /// <summary>The grant; null when the rows must come from the scan.</summary>
    /// <exception cref="DataMeshException">The table's metadata cannot be read.</exception>
    public async Task<DirectFiles?> TryCreateAsync(CancellationToken cancellationToken)
    {
        Schema stored = table.SchemaAt(snapshot.Id);
        if (sight.Columns.Count == 0 || !CanFilter(stored) || await TryPlanAsync(cancellationToken).ConfigureAwait(false) is not { Count: > 0 } tasks)
            return null;
        DirectFile?[] files = new DirectFile?[tasks.Count];
        await Parallel.ForAsync(0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken },
            async (i, token) => files[i] = await TryGrantAsync(tasks[i], stored, token).ConfigureAwait(false)).ConfigureAwait(false);
        return files.Any(f => f is null) ? null : new DirectFiles
        {
            Files = [.. files.OfType<DirectFile>()],
            FileSchema = stored,
            Columns = [.. sight.Columns.Select(c => new DirectColumn { Name = c.Name, FileColumn = c.Name, Mask = c.Mask is NoMask ? null : c.Mask })],
            RowFilter = sight.Rows,
        };
    }

    private bool CanFilter(Schema stored) => sight.Rows?.GetColumns().All(stored.FieldsLookup.Contains) ?? true;

    private async Task<List<ScanTask>?> TryPlanAsync(CancellationToken cancellationToken)
    {
        List<ScanTask> tasks = [];
        await foreach (ScanTask task in tables.PlanAsync(table, new ScanRequest { SnapshotId = snapshot.Id, Filter = sight.Rows }, cancellationToken).ConfigureAwait(false))
        {
            if (tasks.Count == MaximumFiles || task.File.Format != FileFormat)
                return null;
            tasks.Add(task);
        }
        return tasks;
    }

    private async ValueTask<DirectFile?> TryGrantAsync(ScanTask task, Schema wanted, CancellationToken cancellationToken)
    {
        if (task.Table.Store.FindLocalFile(task.File.Path) is not { } path || new FileInfo(path) is not { Exists: true } info || info.Length != task.File.Length)
            return null;
        Schema? stored = await FindStoredAsync(task, cancellationToken).ConfigureAwait(false);
        return stored is null || !HoldsTheSame(wanted, stored) ? null : new DirectFile
        {
            Path = info.FullName,
            RowCount = task.File.RowCount,
            Statistics = [.. task.File.Columns.Where(s => mayPrune.Contains(s.FieldId))],
        };
    }

    // A damaged file is the scan's to report, in its own words.
    private async ValueTask<Schema?> FindStoredAsync(ScanTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await tables.FindStoredSchemaAsync(task, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException)
        {
            return null;
        }
    }

    // Under today's names, field ids and types, nothing missing and nothing besides: then no column needs the scan's mapping.
    private static bool HoldsTheSame(Schema wanted, Schema stored) => wanted.FieldsList.Count == stored.FieldsList.Count && wanted.FieldsList.All(field =>
        stored.FieldsList.FirstOrDefault(f => f.Name == field.Name) is { } same && HaveTheSameIds(field, same)
        && PhysicalType.TryFromArrow(field.DataType) is { } type && PhysicalType.TryFromArrow(same.DataType) == type);

    // Below structs a name may have changed hands as well; of types that are equal, the fields stand in the same order.
    private static bool HaveTheSameIds(Field wanted, Field stored) => wanted.GetFieldId() is int id && stored.GetFieldId() == id
        && wanted.GetChildren().Zip(stored.GetChildren()).All(pair => HaveTheSameIds(pair.First, pair.Second));
}
