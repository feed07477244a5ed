using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Counts in which rows two snapshots of a port differ for a reader, and describes those rows column by column.</summary>
/// <param name="services">The mesh's services.</param>
/// <param name="scan">The enforced scan, of today's columns under today's decision.</param>
/// <param name="from">The snapshot to compare with.</param>
/// <param name="to">The snapshot to compare.</param>
/// <param name="options">How many keys to name.</param>
internal sealed class SnapshotDifference(MeshServices services, EnforcementScan scan, TableSnapshot from, TableSnapshot to, DiffOptions options)
{
    private readonly string[] _columns = [.. scan.Schema.FieldsList.Select(f => f.Name)];
    private readonly List<ChangedKey> _keys = [];
    private readonly RowBytes _one = new(), _other = new();
    private long _inserted, _deleted, _updated;

    public async Task<PortDifference> RunAsync(CancellationToken cancellationToken)
    {
        int[]? key = ChangeStep.FindKey(scan, _columns);
        ColumnChange[] columns = [.. _columns.Select((name, i) => new ColumnChange(scan.Port.Contract.Schema.Find(name)!, i))];
        await foreach (ChangePage page in ReadAsync(cancellationToken).ConfigureAwait(false))
            using (page)
                Add(page, columns, key);
        return new PortDifference
        {
            From = PortSnapshots.ForReader(from, scan.Plan.IsUnrestricted),
            To = PortSnapshots.ForReader(to, scan.Plan.IsUnrestricted),
            Inserted = _inserted,
            Deleted = _deleted,
            Updated = _updated,
            Columns = [.. columns.Select(c => c.Finish())],
            KeyColumns = key is null ? [] : [.. key.Select(i => _columns[i])],
            Keys = _keys,
        };
    }

    private async IAsyncEnumerable<ChangePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableChanges changes = await scan.PlanChangesAsync(from.Id, to.Id, cancellationToken).ConfigureAwait(false);
        if (changes.HasRowDeletes)
            throw new NotSupportedException($"Cannot compare snapshots {from.Id} and {to.Id} of '{scan.Port.Name}': another tool deleted rows in between without rewriting their files. Have that tool compact the table, or read both with AsOf.");
        if (changes is { Added.Count: 0, Removed.Count: 0 })
            yield break;
        CursorState start = new() { Table = scan.Table.TableId, Sight = "", From = from.Id, To = to.Id };
        ChangeStep step = new(scan, _columns, changes, to, start, services.Limits);
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        AuditRecord record = AuditRecords.Of(scan) with { Snapshot = to.Id };
        await foreach (ChangePage page in watch.GuardAsync([scan], [record], step.ReadAsync, static page => page.Length, cancellationToken).ConfigureAwait(false))
            yield return page.Reset is null ? page : throw TooLarge();
    }

    private void Add(ChangePage page, ColumnChange[] columns, int[]? key)
    {
        Add(page.Inserted, isAfter: true, ChangeKind.Inserted, columns, key, ref _inserted);
        Add(page.Deleted, isAfter: false, ChangeKind.Deleted, columns, key, ref _deleted);
        if (page is not { Before: { } before, After: { } after })
            return;
        Add(after, isAfter: true, ChangeKind.Updated, columns, key, ref _updated);
        foreach (ColumnChange column in columns)
        {
            column.Before.Add(before.Column(column.Ordinal));
            for (int row = 0; row < after.Length; row++)
                if (!_one.Of(before, column.Place, row).SequenceEqual(_other.Of(after, column.Place, row)))
                    column.Updated++;
        }
    }

    private void Add(RecordBatch? rows, bool isAfter, ChangeKind kind, ColumnChange[] columns, int[]? key, ref long count)
    {
        if (rows is null)
            return;
        count += rows.Length;
        foreach (ColumnChange column in columns)
            (isAfter ? column.After : column.Before).Add(rows.Column(column.Ordinal));
        for (int row = 0; key is not null && row < rows.Length && _keys.Count < options.MostKeys; row++)
            _keys.Add(new ChangedKey { Kind = kind, Values = [.. key.Select(i => Adapters.ArrowScalars.Get(rows.Column(i), row))] });
    }

    private DataMeshException TooLarge() => new(DataMeshErrorKind.LimitExceeded,
        $"Cannot compare snapshots {from.Id} and {to.Id} of '{scan.Port.Name}': the rows in which they differ need more than the {services.Limits.ChangeBytes} bytes of MeshLimits.ChangeBytes. Raise it with ConfigureLimits, or compare figures by SQL over two handles of AsOf.")
    {
        Product = scan.Port.Name.Product,
        Port = scan.Port.Name,
        Operation = "diff",
    };

    private sealed class ColumnChange(SchemaProperty property, int ordinal)
    {
        public int Ordinal => ordinal;

        public int[] Place { get; } = [ordinal];

        public ProfiledColumn Before { get; } = new(property);

        public ProfiledColumn After { get; } = new(property);

        public long Updated { get; set; }

        public ColumnDifference Finish() => new() { Column = property.Name, Updated = Updated, Before = Before.Finish(), After = After.Finish() };
    }
}
