using Apache.Arrow;

namespace DataMesh;

/// <summary>Profiles the accepted rows of one publish, column by column. Columns whose values nothing may say beside reads are left out.</summary>
internal sealed class PublishProfile
{
    private readonly (int Ordinal, ProfiledColumn Column)[] _columns;

    public PublishProfile(PortBinding port)
    {
        SchemaObject schema = port.Contract.Schema;
        // Without a policy nobody can say what may be shown.
        HashSet<string> withheld = PolicyEvaluation.FindPolicy(port) is { } policy ? [.. ColumnRules.Withheld(schema, policy)] : [.. schema.Properties.Select(p => p.Name)];
        _columns = [.. schema.Properties.Index().Where(p => !withheld.Contains(p.Item.Name)).Select(p => (p.Index, new ProfiledColumn(p.Item, isWritten: true)))];
    }

    /// <summary>Adds accepted rows. The batch stays the caller's.</summary>
    public void Add(RecordBatch batch)
    {
        foreach ((int ordinal, ProfiledColumn column) in _columns)
            column.Add(batch.Column(ordinal));
    }

    /// <summary>The profile so far, in the order of the contract.</summary>
    public IReadOnlyList<ColumnProfile> Finish() => [.. _columns.Select(c => c.Column.Finish())];
}
