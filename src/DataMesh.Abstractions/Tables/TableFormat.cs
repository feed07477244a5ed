using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A table format: plans, stages and commits. It opens data files only through a <see cref="FileFormat"/> and only inside <see cref="ReadTaskAsync"/>.</summary>
/// <remarks>Thread-safe. The one caller of <see cref="ReadTaskAsync"/> for rows that leave a port is the Sdk's enforcement scan.</remarks>
public abstract class TableFormat : MeshAdapter
{
    /// <summary>The format's name, lower-case: <c>iceberg</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What the format can do.</summary>
    public abstract TableFormatCapabilities Capabilities { get; }

    /// <summary>Tells that a port is being opened, whose contract and policy are read before its table: the format may use that time to get ready, on another thread and once in a process.</summary>
    /// <remarks>Returns at once and throws nothing. The default does nothing.</remarks>
    public virtual void Rehearse() { }

    /// <summary>Creates an empty table and gives its columns their field ids.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.AlreadyExists"/>: a table lies there already.</exception>
    public abstract Task<TableState> CreateAsync(TableLocation table, TableDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Loads the newest committed state; null when no table lies there.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the file.</exception>
    public abstract Task<TableState?> LoadAsync(TableLocation table, CancellationToken cancellationToken = default);

    /// <summary>Changes the columns of a table: adds, drops, renames, moves, widens, makes optional; and its partitioning and order. Data files stay as they are and are read through the new columns.</summary>
    /// <remarks>
    /// Atomic, and no snapshot. Earlier snapshots keep the columns they had; the current one is read in the new ones. A type may become int → long, float → double, or a decimal
    /// of more digits and the same scale; new fields are optional; the key stays. A column that files are partitioned by stays too. Nothing is written when the table is so already.
    /// </remarks>
    /// <exception cref="NotSupportedException"><see cref="TableFormatCapabilities.SchemaEvolution"/> is not declared.</exception>
    /// <exception cref="CommitConflictException">The columns were changed since the state was loaded: load again and decide anew.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: rows that are there could not be read through the new columns.</exception>
    public virtual Task<TableState> EvolveAsync(TableState basis, TableEvolution evolution, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"The table format '{Name}' cannot change the columns of a table: create a new table.");

    /// <summary>Sets properties of a table and changes nothing else; others stay. An empty value is as good as none. Atomic, and no snapshot.</summary>
    /// <exception cref="NotSupportedException">The format has no properties that can be set later.</exception>
    /// <exception cref="CommitConflictException">The properties or the columns were changed since the state was loaded: load again and decide anew.</exception>
    public virtual Task<TableState> SetPropertiesAsync(TableState basis, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(basis);
        return EvolveAsync(basis, new TableEvolution { Schema = basis.Schema, Properties = properties }, cancellationToken);
    }

    /// <summary>The table as a branch has it: <see cref="TableState.Current"/> is its newest snapshot, and commits over the state move the branch and nothing else. Readers of the table see none of it.</summary>
    /// <exception cref="NotSupportedException"><see cref="TableFormatCapabilities.References"/> is not declared.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such branch.</exception>
    public virtual TableState OnBranch(TableState state, string branch) =>
        throw new NotSupportedException($"The table format '{Name}' has no branches.");

    /// <summary>Sets a tag or a branch, or drops one. Atomic, and no snapshot.</summary>
    /// <remarks>A branch goes forward only, to a snapshot that was made from its own, unless it is forced. <see cref="TableReference.Main"/> may be moved, not dropped: moving it is how what a branch has becomes current.</remarks>
    /// <param name="basis">The state on which it was decided: if the name means something else by now, or the property is in the way, it conflicts.</param>
    /// <param name="name">The name.</param>
    /// <param name="wanted">What it is to mean; null to drop it.</param>
    /// <param name="force">True to let a branch go anywhere, and to move a tag.</param>
    /// <param name="unlessProperty">The name of a table property that stands in the way, as <see cref="TableCommit.UnlessProperty"/> does; null: none.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="NotSupportedException"><see cref="TableFormatCapabilities.References"/> is not declared.</exception>
    /// <exception cref="CommitConflictException">The name means something else by now, or the branch does not lead there.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot or name.</exception>
    public virtual Task<TableState> SetReferenceAsync(TableState basis, string name, TableReference? wanted, bool force, string? unlessProperty, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"The table format '{Name}' has no tags and branches.");

    /// <summary>Lists the files to read for a request, pruned by partitions and statistics.</summary>
    public abstract IAsyncEnumerable<ScanTask> PlanAsync(TableState state, ScanRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the files in which two snapshots differ, to be read in the current columns of the table.</summary>
    /// <remarks>The default plans both snapshots. Formats that track changes read less. A snapshot without rows that changed gives no files only if it kept them all: rewritten files are listed.</remarks>
    /// <param name="state">The table.</param>
    /// <param name="from">The earlier snapshot; null: the empty table.</param>
    /// <param name="to">The later snapshot.</param>
    /// <param name="cancellationToken">Cancels planning.</param>
    public virtual async Task<TableChanges> PlanChangesAsync(TableState state, long? from, long to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        Dictionary<ObjectPath, ScanTask> before = from is long id ? await ListAsync(id).ConfigureAwait(false) : [], after = await ListAsync(to).ConfigureAwait(false);
        return new TableChanges { Added = [.. after.Values.Where(t => !before.ContainsKey(t.File.Path))], Removed = [.. before.Values.Where(t => !after.ContainsKey(t.File.Path))] };

        async Task<Dictionary<ObjectPath, ScanTask>> ListAsync(long snapshot)
        {
            Dictionary<ObjectPath, ScanTask> tasks = [];
            await foreach (ScanTask task in PlanAsync(state, new ScanRequest { SnapshotId = snapshot }, cancellationToken).ConfigureAwait(false))
                tasks.Add(task.File.Path, task with { Schema = state.Schema });
            return tasks;
        }
    }

    /// <summary>Reads one task: columns found by field id, deletes applied, promoted types widened. Each batch belongs to the receiver.</summary>
    /// <remarks>
    /// With <see cref="FileReadRequest.RowGroups"/>, only those of a format that declares <see cref="TableFormatCapabilities.RowGroupReads"/>: reads that name every row group of <see cref="DataFile.SplitOffsets"/>
    /// once give every row of the task once, whatever the file holds. What it takes to open the file should be shared by reads of one task that run at once.
    /// </remarks>
    public abstract IAsyncEnumerable<RecordBatch> ReadTaskAsync(ScanTask task, FileReadRequest request, CancellationToken cancellationToken = default);

    /// <summary>The columns that a task's file holds, with their own names, types and field ids, when reading the file alone gives the rows of the task; null when it does not or is not known.</summary>
    /// <remarks>Null is always right: the rows are then read by <see cref="ReadTaskAsync"/>. Deletes that apply to the file mean null. Asked for every file of a statement: formats remember what files hold.</remarks>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is missing or damaged.</exception>
    public virtual ValueTask<Schema?> FindStoredSchemaAsync(ScanTask task, CancellationToken cancellationToken = default) => default;

    /// <summary>Writes rows into new data files, partitioned and sized; yields each file when it is complete. Nothing is visible until committed.</summary>
    /// <remarks>Takes ownership of the batches and disposes them. File names are unique for each call. On failure or cancellation the files written so far are deleted where possible.</remarks>
    public abstract IAsyncEnumerable<DataFile> WriteAsync(TableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, CancellationToken cancellationToken = default);

    /// <summary>The uncommitted state that a commit would give, to plan and read over: gates run on it.</summary>
    public abstract TableState Stage(TableState basis, TableCommit commit);

    /// <summary>Commits once, atomically, idempotently and durably.</summary>
    /// <remarks>
    /// A change that does not depend on its basis is re-based and retried, after its files and rows were looked at again; a dependent one conflicts. On an unknown outcome the format reads back and
    /// decides; it never deletes what may have been committed.
    /// </remarks>
    /// <exception cref="ArgumentException">The basis is a staged state.</exception>
    public abstract Task<CommitResult> CommitAsync(TableState basis, TableCommit commit, CancellationToken cancellationToken = default);

    /// <summary>Expires snapshots and deletes files that nothing reads any more.</summary>
    /// <remarks>
    /// Snapshots expire by a commit; files are deleted afterwards, and only when that commit is known to stand. A file of a snapshot that exists or may yet be committed is never
    /// deleted; neither is one that the format does not know by its name.
    /// </remarks>
    /// <exception cref="NotSupportedException"><see cref="TableFormatCapabilities.Maintenance"/> is not declared.</exception>
    /// <exception cref="ArgumentException">The plan would delete files that are younger than <see cref="MaintenancePlan.MinimumOrphanAge"/>, or keep no snapshot.</exception>
    public virtual Task<MaintenanceReport> MaintainAsync(TableState state, MaintenancePlan plan, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"The table format '{Name}' has no maintenance: snapshots stay as long as the table.");

    /// <summary>Deletes files that were written and are not going to be committed. Missing files are fine.</summary>
    public abstract Task DiscardAsync(TableState state, IReadOnlyList<DataFile> files, CancellationToken cancellationToken = default);
}
