using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Walks from a cursor to a snapshot, publish by publish, or starts anew where no way leads there.</summary>
/// <param name="services">The mesh's services.</param>
/// <param name="scan">The enforced scan, of today's columns under today's decision.</param>
/// <param name="columns">The columns to compare and to give.</param>
/// <param name="target">The snapshot to reach; null: nothing was published.</param>
/// <param name="isPinned">True when the reader chose it: then a cursor may stand beyond it.</param>
internal sealed class ChangeWalk(MeshServices services, EnforcementScan scan, IReadOnlyList<string> columns, TableSnapshot? target, bool isPinned)
{
    private readonly Dictionary<long, TableSnapshot> _snapshots = scan.Table.Snapshots.ToDictionary(s => s.Id);
    private readonly CursorState _fresh = new() { Table = scan.Table.TableId, Sight = ChangeSight.Of(scan, columns) };

    /// <summary>The pages from a cursor on; null: the beginning.</summary>
    public async IAsyncEnumerable<ChangePage> RunAsync(CursorState? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CursorState state = since is null || since.IsEmpty ? _fresh : since;
        ChangeReset? reset = FindReset(state, out IReadOnlyList<TableSnapshot> way);
        bool isSilent = false;
        if (reset is null)
            foreach ((CursorState start, TableSnapshot next) in Steps(state, way))
            {
                isSilent = true;
                if (!IsRewrite(start, next))
                    await foreach (ChangePage page in ReadAsync(start, next, cancellationToken).ConfigureAwait(false))
                    {
                        reset = page.Reset;
                        if (reset is not null)
                            break;
                        isSilent = page.Next.To is not null;
                        yield return page;
                    }
                if (reset is not null)
                    break;
                state = start with { From = next.Id, To = null, Place = default };
            }
        if (reset is not null)
        {
            state = target is null ? _fresh : _fresh with { To = target.Id };
            yield return new ChangePage { Reset = reset, Snapshot = target, Next = state };
            if (target is null)
                yield break;
            isSilent = true;
            await foreach (ChangePage page in ReadAsync(state, target, cancellationToken).ConfigureAwait(false))
            {
                isSilent = page.Next.To is not null;
                yield return page;
            }
            state = state with { From = target.Id, To = null };
        }
        // Without it the cursor would stay behind what changed nothing, until that expires.
        if (isSilent)
            yield return new ChangePage { Snapshot = target, Next = state };
    }

    // Rewriting files is no change, by the word of whoever did it (the operation "replace" of Iceberg).
    private static bool IsRewrite(CursorState start, TableSnapshot next) => next.Operation == TableOperation.Replace && start is { From: not null, Place: { IsRemoval: false, File: 0, Row: 0 } };

    private static IEnumerable<(CursorState Start, TableSnapshot Next)> Steps(CursorState state, IReadOnlyList<TableSnapshot> way)
    {
        CursorState at = state;
        foreach (TableSnapshot next in way)
        {
            yield return (at with { To = next.Id }, next);
            at = at with { From = next.Id, To = null, Place = default };
        }
    }

    // The pages of one step; or one that says why it cannot be taken.
    private async IAsyncEnumerable<ChangePage> ReadAsync(CursorState start, TableSnapshot next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableChanges changes = await scan.PlanChangesAsync(start.From, next.Id, cancellationToken).ConfigureAwait(false);
        if (changes.HasRowDeletes)
        {
            yield return new ChangePage { Reset = ChangeReset.ForeignDeletes, Next = start };
            yield break;
        }
        if (changes is { Added.Count: 0, Removed.Count: 0 })
            yield break;
        ChangeStep step = new(scan, columns, changes, next, start, services.Limits);
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        AuditRecord record = AuditRecords.Of(scan) with { Snapshot = next.Id };
        await foreach (ChangePage page in watch.GuardAsync([scan], [record], step.ReadAsync, static page => page.Length, cancellationToken).ConfigureAwait(false))
        {
            MeshTelemetry.Followed(page.Length);
            yield return page;
        }
    }

    // Null when a way leads from the state to the target; then it is the snapshots to pass, the target last.
    private ChangeReset? FindReset(CursorState state, out IReadOnlyList<TableSnapshot> way)
    {
        way = [];
        if (state.IsEmpty)
        {
            way = target is null ? [] : [target];
            return null;
        }
        if (target is null || state.Table != _fresh.Table)
            return ChangeReset.TableReplaced;
        if (state.Sight != _fresh.Sight)
            return ChangeReset.AccessChanged;
        if ((state.From is long from && !_snapshots.ContainsKey(from)) || (state.To is long to && !_snapshots.ContainsKey(to)))
            return ChangeReset.HistoryExpired;
        long reached = (state.To ?? state.From)!.Value;
        List<TableSnapshot> newer = [.. Ancestors(target).TakeWhile(s => s.Id != reached)];
        if (newer.Count == 0 || newer[^1].ParentId == reached)
        {
            newer.Reverse();
            way = state.To is null ? newer : [_snapshots[reached], .. newer];
            return null;
        }
        if (isPinned && Ancestors(_snapshots[reached]).Any(s => s.Id == target.Id))
            return null;
        return newer[^1].ParentId is null ? ChangeReset.RolledBack : ChangeReset.HistoryExpired;
    }

    private IEnumerable<TableSnapshot> Ancestors(TableSnapshot newest)
    {
        HashSet<long> seen = [];
        for (TableSnapshot? next = newest; next is not null && seen.Add(next.Id); next = Parent(next))
            yield return next;
    }

    private TableSnapshot? Parent(TableSnapshot snapshot) => snapshot.ParentId is long id ? _snapshots.GetValueOrDefault(id) : null;
}
