using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds the partitions that changes of the inputs touch, so that only they are made anew; whatever it cannot tell means that all are.</summary>
internal sealed class RebuildPlanner(MeshServices services, PortDeclaration output, PortBinding binding)
{
    // Beyond, conditions on the input cost more than reading it.
    public const int MostPartitions = 1_000;

    /// <summary>The partitions, and the inputs restricted to them; null when everything is made anew.</summary>
    /// <param name="table">The port's table.</param>
    /// <param name="inputs">The pinned inputs.</param>
    /// <param name="definition">What the rows follow from beside the snapshots of the inputs; null when they follow from the time.</param>
    /// <param name="also">Partitions to make anew that nothing touched: values of the column.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<RebuildScope?> TryRestrictAsync(TableState table, IReadOnlyList<DerivedInput> inputs, string? definition, IReadOnlyCollection<ScalarValue> also, CancellationToken cancellationToken)
    {
        if (output.Rebuild.Count == 0 || definition is null || RefreshBasis.LastChange(table) is not { } last || last.Summary.GetValueOrDefault(SummaryKeys.RefreshDefinition) != definition || SpeaksOfAllRows())
            return null;
        int place = table.Partitioning.ToList().FindIndex(p => p.Column == output.Rebuild[0].Partition);
        if (place < 0 || ReadSnapshots(last) is not { } before || !await HasOnePartitioningAsync(table, cancellationToken).ConfigureAwait(false))
            return null;
        PartitionTransform transform = table.Partitioning[place].Transform;
        HashSet<ScalarValue> touched = [.. also.Select(v => transform.Apply(v, PartitionColumn().Type))];
        foreach (DerivedInput input in inputs)
            if (!await TryTouchAsync(input, before, transform, touched, cancellationToken).ConfigureAwait(false) || touched.Count > MostPartitions)
                return null;
        foreach (DerivedInput input in inputs)
            if (RuleOf(input) is { } rule)
                input.Scan.Only = input.Port.Only = rule.Select(transform, touched);
        return new RebuildScope(place, touched);
    }

    /// <summary>Refuses partitions that cannot be told, or are none.</summary>
    /// <exception cref="InvalidOperationException">The port does not say how its partitions are made.</exception>
    /// <exception cref="ArgumentException">A value is not of the column's type, or there are none or too many.</exception>
    public void Demand(IReadOnlyCollection<ScalarValue> partitions)
    {
        if (output.Rebuild.Count == 0)
            throw new InvalidOperationException($"The port '{output.Name}' does not say which rows of its inputs a partition is made from: declare it with RebuildBy, or make all of it anew with RefreshAsync.");
        if (partitions.Count is 0 or > MostPartitions)
            throw new ArgumentException($"{partitions.Count} partitions of '{output.Name}' are named: name 1 to {MostPartitions}, or make all of it anew with RefreshAsync.", nameof(partitions));
        SchemaProperty column = PartitionColumn();
        if (partitions.FirstOrDefault(v => !v.IsNull && v.Kind != column.Type.ScalarKind) is { IsNull: false } wrong)
            throw new ArgumentException($"A value of kind {wrong.Kind} names no partition of '{output.Name}': its column '{column.Name}' is of type '{column.Type}'.", nameof(partitions));
    }

    private SchemaProperty PartitionColumn() => binding.Contract.Schema.Properties.First(p => p.Name == output.Rebuild[0].Partition);

    // Such a rule, asked of some partitions, would answer something else.
    private bool SpeaksOfAllRows() => binding.Contract.Quality.Any(r => r is SetRule and not (SqlRule or ReferenceRule));

    // False when more than rows that its rule can place has changed.
    private async Task<bool> TryTouchAsync(DerivedInput input, Dictionary<string, long?> before, PartitionTransform transform, HashSet<ScalarValue> touched, CancellationToken cancellationToken)
    {
        if (!before.TryGetValue(input.Declaration.Name, out long? from) || (from is null && input.Scan.Snapshot is not null))
            return false;
        if (from == input.Scan.Snapshot?.Id)
            return true;
        string[] columns = [.. input.Scan.Schema.FieldsList.Select(f => f.Name)];
        if (RuleOf(input) is not { } rule || System.Array.IndexOf(columns, rule.Column) is not (>= 0 and var column))
            return false;
        CursorState since = new() { Table = input.Scan.Table.TableId, Sight = ChangeSight.Of(input.Scan, columns), From = from };
        await foreach (ChangePage page in new ChangeWalk(services, input.Scan, columns, input.Scan.Snapshot, isPinned: false).RunAsync(since, cancellationToken).ConfigureAwait(false))
            using (page)
            {
                if (page.Reset is not null)
                    return false;
                foreach (RecordBatch rows in new[] { page.Inserted, page.Deleted, page.Before, page.After }.OfType<RecordBatch>())
                    for (int row = 0; row < rows.Length; row++)
                        touched.Add(transform.Apply(Adapters.ArrowScalars.Get(rows.Column(column), row), rule.ColumnType));
            }
        return true;
    }

    private RebuildRule? RuleOf(DerivedInput input) => output.Rebuild.FirstOrDefault(r => r.IsFor(input.Declaration));

    // Files of another partitioning do not say which of today's partitions they hold.
    private async Task<bool> HasOnePartitioningAsync(TableState table, CancellationToken cancellationToken)
    {
        await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            if (task.File.PartitioningId != table.PartitioningId || task.File.Partition.Count != table.Partitioning.Count)
                return false;
        return true;
    }

    private static Dictionary<string, long?>? ReadSnapshots(TableSnapshot refresh)
    {
        if (refresh.Summary.GetValueOrDefault(SummaryKeys.Inputs) is not { } text)
            return null;
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, i => i.TryGetProperty("snapshot", out JsonElement id) ? id.GetInt64() : (long?)null);
    }
}
