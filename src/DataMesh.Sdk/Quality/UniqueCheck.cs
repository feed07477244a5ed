using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Whether a key comes again, in the accepted rows or in all that the port would have.</summary>
internal sealed class UniqueCheck(UniqueRule rule, DataContract contract) : SetCheck(rule)
{
    private readonly DuplicateSearch _search = new();
    private long _portRows;

    // Rows that were there before come with what the publish accepts.
    public override bool NeedsStaged => rule.Scope == UniqueScope.Port && contract.Mode != PublishMode.Replace && !IsKeyOfTable;

    // An upsert leaves one row of a key, so a key that contains it cannot come again.
    private bool IsKeyOfTable => contract.Mode == PublishMode.Upsert && contract.Schema.Key.All(p => rule.Key.Contains(p.Name, StringComparer.Ordinal));

    public override void Add(RecordBatch accepted, RowOrdinals ordinals)
    {
        if (rule.Scope == UniqueScope.Publish || contract.Mode == PublishMode.Replace)
            AddKeys(accepted, ordinals);
    }

    public override async Task CompleteAsync(QualityContext context, TableState staged, CancellationToken cancellationToken)
    {
        TableFormat tables = context.Services.Tables;
        FileReadRequest keysOnly = new() { Columns = rule.Key, BatchRows = context.Services.Limits.BatchRows };
        await foreach (ScanTask task in tables.PlanAsync(staged, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in tables.ReadTaskAsync(task, keysOnly, cancellationToken).ConfigureAwait(false))
                using (batch)
                {
                    AddKeys(batch, new RowOrdinals(_portRows));
                    _portRows += batch.Length;
                }
    }

    public override QualityResult Finish(long rows, DateTimeOffset now)
    {
        _search.Complete();
        long all = NeedsStaged ? _portRows : rows;
        return Result(_search.Repeats <= rule.AtMostShare * all, _search.Repeats, NeedsStaged ? null : _search.FirstRepeat?.Again);
    }

    public override void Dispose()
    {
        _search.Dispose();
        base.Dispose();
    }

    private void AddKeys(RecordBatch batch, RowOrdinals ordinals)
    {
        KeyReader reader = new(batch, rule.Key);
        bool mayMiss = rule.Key.Any(name => batch.Column(name) is DictionaryArray || batch.Column(name).NullCount > 0);
        for (int row = 0; row < batch.Length; row++)
            if (!mayMiss || !reader.HasNull(row))
                _search.Add(reader.Read(row), ordinals[row]);
    }
}
