using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The tags and branches of a port.</summary>
internal sealed class PortReferences(MeshServices services, PortBinding port)
{
    private const int MostAttempts = 10, LongestName = 128;

    /// <summary>All of them, by name.</summary>
    public async IAsyncEnumerable<SnapshotReference> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableState table = await LoadAsync("list the tags and branches of", cancellationToken).ConfigureAwait(false);
        foreach (TableReference reference in table.References)
            if (table.FindSnapshot(reference.SnapshotId) is { } snapshot)
                yield return new SnapshotReference
                {
                    Name = reference.Name,
                    IsBranch = reference.IsBranch,
                    Snapshot = PortSnapshots.ForOwner(snapshot),
                    Options = new ReferenceOptions { KeepSnapshots = reference.KeepSnapshots, MaxAge = reference.MaxAge, MaxSnapshotAge = reference.MaxSnapshotAge },
                };
    }

    public Task CreateAsync(string name, bool isBranch, SnapshotSelector? at, ReferenceOptions options, CancellationToken cancellationToken)
    {
        DemandName(name);
        if (!isBranch && (options.KeepSnapshots is not null || options.MaxSnapshotAge is not null))
            throw new ArgumentException("A tag has one snapshot: of ReferenceOptions only MaxAge is for tags.", nameof(options));
        return SetAsync("create", name, force: false, async table => table.References.Any(r => r.Name == name)
            ? throw Error(DataMeshErrorKind.AlreadyExists, $"Cannot create '{name}' of '{port.Name}': the name is taken. Choose another one, move it with MoveReferenceAsync, or drop it with DropReferenceAsync.", "create")
            : new TableReference { Name = name, SnapshotId = await FindIdAsync(table, at, "create", name, cancellationToken).ConfigureAwait(false), IsBranch = isBranch, KeepSnapshots = options.KeepSnapshots, MaxSnapshotAge = options.MaxSnapshotAge, MaxAge = options.MaxAge }, cancellationToken);
    }

    public Task MoveAsync(string name, SnapshotSelector to, bool force, CancellationToken cancellationToken)
    {
        DemandName(name);
        return SetAsync("move", name, force, async table => Demand(table, name, "move") with { SnapshotId = await FindIdAsync(table, to, "move", name, cancellationToken).ConfigureAwait(false) }, cancellationToken);
    }

    public Task DropAsync(string name, CancellationToken cancellationToken)
    {
        DemandName(name);
        return SetAsync("drop", name, force: true, table =>
        {
            Demand(table, name, "drop");
            return ValueTask.FromResult<TableReference?>(null);
        }, cancellationToken);
    }

    /// <summary>Makes the newest snapshot of a branch current.</summary>
    public async Task<Snapshot> FastForwardAsync(string branch, CancellationToken cancellationToken)
    {
        DemandName(branch);
        TableState table = await SetAsync("fast-forward", TableReference.Main, force: false, table =>
        {
            FreezeSwitch.Demand(table, port, "publish to");
            TableReference source = Demand(table, branch, "fast-forward");
            if (!source.IsBranch)
                throw Error(DataMeshErrorKind.NotFound, $"Cannot fast-forward '{port.Name}': '{branch}' is a tag, not a branch.", "fast-forward");
            return ValueTask.FromResult<TableReference?>(source with { Name = TableReference.Main });
        }, cancellationToken).ConfigureAwait(false);
        CommitHints.Announce(table.Location);
        Log.FastForwarded(services.Logger, port.Name.ToString(), branch, table.Current!.Id);
        return PortSnapshots.ForOwner(table.Current);
    }

    /// <summary>Drops tags and branches of snapshots with rows that by the policy's retention nobody may read any more; main has lost such rows already.</summary>
    public async Task DropWithAsync(Filter past, CancellationToken cancellationToken)
    {
        if (!services.Tables.Capabilities.References)
            return;
        TableState table = await LoadAsync("maintain", cancellationToken).ConfigureAwait(false);
        foreach (TableReference reference in table.References.Where(r => r.Name != TableReference.Main))
            if (await services.Tables.PlanAsync(table, new ScanRequest { SnapshotId = reference.SnapshotId, Filter = past }, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false))
            {
                table = await services.Tables.SetReferenceAsync(table, reference.Name, null, force: true, unlessProperty: null, cancellationToken).ConfigureAwait(false);
                Log.ReferencePastRetention(services.Logger, reference.Name, port.Name.ToString());
            }
    }

    private async Task<TableState> SetAsync(string operation, string name, bool force, Func<TableState, ValueTask<TableReference?>> decide, CancellationToken cancellationToken)
    {
        if (!services.Tables.Capabilities.References)
            throw new NotSupportedException($"Cannot {operation} '{name}' of '{port.Name}': the table format '{services.Tables.Name}' has no tags and branches.");
        for (int attempt = 1; ; attempt++)
        {
            TableState table = await LoadAsync($"{operation} '{name}' of", cancellationToken).ConfigureAwait(false);
            TableReference? wanted = await decide(table).ConfigureAwait(false);
            try
            {
                return await services.Tables.SetReferenceAsync(table, name, wanted, force, name == TableReference.Main ? FreezeSwitch.Property : null, cancellationToken).ConfigureAwait(false);
            }
            // What leads nowhere leads nowhere the next time either; what somebody else has changed is looked at again.
            catch (CommitConflictException error)
            {
                if (attempt == MostAttempts || !await IsChangedAsync(table, name, cancellationToken).ConfigureAwait(false))
                    throw new CommitConflictException($"Cannot {operation} '{name}' of '{port.Name}': {error.Message} Nothing was changed.", error) { Product = port.Name.Product, Port = port.Name, Operation = operation };
            }
        }
    }

    private async Task<bool> IsChangedAsync(TableState before, string name, CancellationToken cancellationToken)
    {
        TableState now = await LoadAsync("look at", cancellationToken).ConfigureAwait(false);
        return now.References.FirstOrDefault(r => r.Name == name) != before.References.FirstOrDefault(r => r.Name == name) || FreezeSwitch.Find(now) != FreezeSwitch.Find(before);
    }

    private async ValueTask<long> FindIdAsync(TableState table, SnapshotSelector? at, string operation, string name, CancellationToken cancellationToken) =>
        (await SnapshotSelection.FindAsync(services, table, port, at, seesBranches: true, cancellationToken).ConfigureAwait(false)
            ?? throw Error(DataMeshErrorKind.NotFound, $"Cannot {operation} '{name}' of '{port.Name}': nothing has been published yet.", operation)).Id;

    private TableReference Demand(TableState table, string name, string operation) => table.References.FirstOrDefault(r => r.Name == name)
        ?? throw Error(DataMeshErrorKind.NotFound, $"Cannot {operation} '{name}' of '{port.Name}': there is no such tag or branch. ListReferencesAsync lists them.", operation);

    private static void DemandName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/'))
            throw new ArgumentException($"The name of a tag or branch is made of letters, digits, '-', '_', '.' and '/', at most {LongestName}.", nameof(name));
        if (name == TableReference.Main)
            throw new ArgumentException($"The branch '{TableReference.Main}' is the port itself: publish to it, roll it back, or fast-forward it.", nameof(name));
    }

    private DataMeshException Error(DataMeshErrorKind kind, string message, string operation) => new(kind, message) { Product = port.Name.Product, Port = port.Name, Operation = operation };

    private async Task<TableState> LoadAsync(string operation, CancellationToken cancellationToken) => await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw Error(DataMeshErrorKind.CorruptData, $"Cannot {operation} '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.", operation);
}
