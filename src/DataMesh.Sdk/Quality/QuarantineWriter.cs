using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Takes the rows that one publish does not accept into the private table of its port: written while the publish runs, committed under its run before the publish itself.</summary>
/// <remarks>What is committed here shows only once the run itself is known to have published (<see cref="QuarantineReader"/>).</remarks>
internal sealed class QuarantineWriter(MeshServices services, PortBinding port, Guid run) : IDisposable
{
    private const int RowsPerFile = 1 << 16;

    private readonly QuarantineColumns _columns = new(port.Contract.Schema);
    private readonly List<RecordBatch> _waiting = [];
    private readonly List<DataFile> _files = [];
    private TableState? _table;
    private int _rows;

    /// <summary>Adds rows, which it takes over.</summary>
    public async Task AddAsync(RejectedRows rejected, CancellationToken cancellationToken)
    {
        _waiting.Add(_columns.Describe(rejected, run));
        _rows += rejected.Rows.Length;
        if (_rows >= RowsPerFile)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits what was added.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_files.Count == 0)
            return;
        TableCommit commit = new()
        {
            Operation = TableOperation.Append,
            CommitKey = run.ToString("D"),
            Added = [.. _files],
            Summary = new Dictionary<string, string>(StringComparer.Ordinal) { [SummaryKeys.CommitKey] = run.ToString("D"), [SummaryKeys.RunId] = run.ToString("D") },
        };
        CommitResult result;
        try
        {
            result = await services.Tables.CommitAsync(_table!, commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!TableChange.IsNotCommitted(error))
        {
            _files.Clear();
            throw;
        }
        if (result.Outcome == CommitOutcome.Conflict)
            throw new CommitConflictException($"Cannot publish to '{port.Name}': rows could not be put into its quarantine, because {result.Conflict?.TrimEnd('.') ?? "it was changed in between"}. Nothing was published. Publish again.") { Product = port.Name.Product, Port = port.Name, Operation = "publish" };
        _files.Clear();
    }

    /// <summary>Deletes what is not committed; a failure is logged only, since the files are part of no table.</summary>
    public async Task DiscardAsync()
    {
        Dispose();
        if (_files.Count > 0)
            await TableChange.DiscardAsync(services, _table!, _files, port.Name.ToString()).ConfigureAwait(false);
        _files.Clear();
    }

    public void Dispose()
    {
        foreach (RecordBatch batch in _waiting)
            batch.Dispose();
        _waiting.Clear();
        _rows = 0;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
            return;
        _table ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (DataFile file in services.Tables.WriteAsync(_table, TakeAsync(), TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
            _files.Add(file);
        _rows = 0;
    }

    // In full batches: mostly a row comes from here and a row from there, and each batch is encoded by itself.
#pragma warning disable CS1998 // Nothing to await: what is written lies in memory.
    private async IAsyncEnumerable<RecordBatch> TakeAsync()
#pragma warning restore CS1998
    {
        using BatchBuffer buffer = new(services.Limits.BatchRows);
        while (_waiting is [RecordBatch batch, ..])
        {
            _waiting.RemoveAt(0);
            foreach (RecordBatch full in buffer.Add(batch))
                yield return full;
        }
        if (buffer.Flush() is { } rest)
            yield return rest;
    }

    private async Task<TableState> OpenAsync(CancellationToken cancellationToken)
    {
        TableLocation location = new() { Store = services.Store, Path = MeshLayout.Quarantine(port.Output.TablePath, port.Contract.Version) };
        if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is { } table)
            return table;
        TableDefinition definition = new() { TableId = Guid.CreateVersion7(services.Time.GetUtcNow()), Schema = _columns.Schema, WithoutBounds = [.. port.Contract.Schema.Properties.Select(p => p.Name)] };
        try
        {
            return await services.Tables.CreateAsync(location, definition, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
        {
            if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }
}
