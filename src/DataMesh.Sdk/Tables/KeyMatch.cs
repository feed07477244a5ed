using Apache.Arrow;

namespace DataMesh;

/// <summary>The rows of given keys.</summary>
internal sealed class KeyMatch : IRowMatch
{
    private readonly KeyTable _keys = new();

    /// <param name="batches">The keys; they stay the caller's.</param>
    /// <param name="schema">The table's columns.</param>
    /// <param name="key">The key columns.</param>
    public KeyMatch(IReadOnlyList<RecordBatch> batches, Schema schema, IReadOnlyList<string> key)
    {
        Columns = key;
        Schema keys = new([.. key.Select(schema.GetFieldByName)], null);
        Bounds = KeyBounds.Of([.. batches.Select(batch => new RecordBatch(keys, key.Select(name => batch.Column(name)), batch.Length))], keys, key);
        foreach (RecordBatch batch in batches)
        {
            KeyReader reader = new(batch, key);
            for (int row = 0; row < batch.Length; row++)
                _keys.Set(reader.Read(row), row);
        }
    }

    public Filter Bounds { get; }

    public IReadOnlyList<string> Columns { get; }

    public List<int> Others(RecordBatch batch)
    {
        KeyReader reader = new(batch, Columns);
        List<int> others = new(batch.Length);
        for (int row = 0; row < batch.Length; row++)
            if (reader.HasNull(row) || !_keys.Contains(reader.Read(row)))
                others.Add(row);
        return others;
    }
}
