using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>A process that works on a table by the shipped table format. Its data files hold no rows: which they would hold, the history knows.</summary>
internal sealed class TableActor(ObjectStore store, TimeProvider time, Random random, TableHistory history)
{
    /// <summary>A delete takes this many rows after its first.</summary>
    public const int DeletedRows = 3;

    private static readonly IcebergOptions s_options = new() { ManifestsBeforeMerge = 4 };
    private readonly IcebergTableFormat _format = new(new ParquetSharpFileFormat(), s_options, time, null, random);
    private readonly TableLocation _table = new() { Store = store, Path = TableHistory.Table };
    private int _files;

    public async Task CreateAsync() => await _format.CreateAsync(_table, new TableDefinition { TableId = Guid.CreateVersion7(), Schema = new Schema([ArrowFields.Create("id", PhysicalType.Of(PhysicalTypeKind.Int64), false)], null) });

    /// <summary>Does something once.</summary>
    /// <param name="kind">What.</param>
    /// <param name="key">The key of its commit.</param>
    /// <param name="argument">The row that it adds, or the first that it deletes.</param>
    /// <param name="beforeLoad">Waited for first.</param>
    /// <returns>The outcome; null when there was nothing to do.</returns>
    public async Task<CommitOutcome?> RunAsync(TableChangeKind kind, string key, long argument, Task beforeLoad)
    {
        await beforeLoad;
        TableState state = await _format.LoadAsync(_table) ?? throw new InvalidOperationException("There is no table.");
        switch (kind)
        {
            case TableChangeKind.Append or TableChangeKind.AppendOnce:
                return await CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = key, Added = [await WriteAsync(state, [argument])] });
            case TableChangeKind.Overwrite:
                return await CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = key, Removed = await PlanAsync(state, null), Added = [await WriteAsync(state, [argument])], DependsOnBasis = true });
            case TableChangeKind.Delete:
                return await DeleteAsync(state, key, argument);
            case TableChangeKind.Compact:
                return await CompactAsync(state, key);
            case TableChangeKind.Evolve:
                return await EvolveAsync(state, argument);
            case TableChangeKind.Expire:
                await _format.MaintainAsync(state, new MaintenancePlan { ExpireBefore = time.GetUtcNow().AddMinutes(-2), OrphansBefore = time.GetUtcNow().AddHours(-24) });
                return CommitOutcome.Committed;
            default:
                return await ReadAsync(state);
        }
    }

    /// <summary>Expires everything but the current snapshot and deletes orphans.</summary>
    public async Task SweepAsync() => await _format.MaintainAsync((await _format.LoadAsync(_table))!, new MaintenancePlan { ExpireBefore = time.GetUtcNow(), OrphansBefore = time.GetUtcNow().AddHours(-24) });

    private async Task<CommitOutcome?> DeleteAsync(TableState state, string key, long first)
    {
        Filter which = Filter.Between("id", first, first + DeletedRows);
        List<DataFile> removed = [], added = [];
        foreach (DataFile file in await PlanAsync(state, which))
        {
            long[] rows = history.RowsOf(file.Path), kept = [.. rows.Where(row => row < first || row > first + DeletedRows)];
            if (kept.Length == rows.Length)
                continue;
            removed.Add(file);
            if (kept.Length > 0)
                added.Add(await WriteAsync(state, kept));
        }
        return await CommitAsync(state, new TableCommit { Operation = added.Count == 0 ? TableOperation.Delete : TableOperation.Overwrite, CommitKey = key, Removed = removed, Added = added, DependsOnRows = which });
    }

    private async Task<CommitOutcome?> CompactAsync(TableState state, string key)
    {
        List<DataFile> files = await PlanAsync(state, null);
        if (files.Count < 2)
            return null;
        DataFile[] group = [.. files.Take(4)];
        return await CommitAsync(state, new TableCommit { Operation = TableOperation.Replace, CommitKey = key, Removed = group, Added = [await WriteAsync(state, [.. group.SelectMany(f => history.RowsOf(f.Path))])] });
    }

    private async Task<CommitOutcome?> EvolveAsync(TableState state, long argument)
    {
        Field added = ArrowFields.Create(string.Create(CultureInfo.InvariantCulture, $"column_{argument}"), PhysicalType.Of(PhysicalTypeKind.Int64), true);
        // An attempt of which nobody knew how it ended.
        if (state.Schema.GetFieldIndex(added.Name) >= 0)
            return CommitOutcome.AlreadyCommitted;
        try
        {
            await _format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. state.Schema.FieldsList, added], null) });
            return CommitOutcome.Committed;
        }
        catch (CommitConflictException)
        {
            return CommitOutcome.Conflict;
        }
    }

    private async Task<CommitOutcome?> ReadAsync(TableState state)
    {
        foreach (DataFile file in await PlanAsync(state, null))
            await _table.Store.ReadAsync(file.Path, 0, new byte[1]);
        return CommitOutcome.Committed;
    }

    private async Task<CommitOutcome?> CommitAsync(TableState state, TableCommit commit) => (await _format.CommitAsync(state, commit)).Outcome;

    private async Task<List<DataFile>> PlanAsync(TableState state, Filter? filter) => [.. (await _format.PlanAsync(state, new ScanRequest { Filter = filter }).ToListAsync()).Select(t => t.File)];

    private async Task<DataFile> WriteAsync(TableState state, long[] rows)
    {
        ObjectPath path = TableHistory.Table / string.Create(CultureInfo.InvariantCulture, $"data/{Guid.NewGuid():N}-{_files++}.parquet");
        history.Write(path, rows);
        await _table.Store.WriteAllAsync(path, new byte[10], WriteCondition.IfAbsent);
        ColumnStatistics statistics = new() { FieldId = state.Schema.GetFieldByName("id").GetFieldId() ?? 1, ValueCount = rows.Length, NullCount = 0, Minimum = rows.Min(), Maximum = rows.Max() };
        return new DataFile { Path = path, Format = "parquet", RowCount = rows.Length, Length = 10, Columns = [statistics] };
    }
}
