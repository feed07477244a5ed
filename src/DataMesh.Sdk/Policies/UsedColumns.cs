using Apache.Arrow;

namespace DataMesh;

/// <summary>Which columns a read has used, for the record. Thread-safe: a statement may open a port several times at once.</summary>
internal sealed class UsedColumns
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _isUnknown;

    /// <summary>Columns are used.</summary>
    public void Add(IEnumerable<string> columns)
    {
        lock (_lock)
            _names.UnionWith(columns);
    }

    /// <summary>Columns are used, and nobody can say which.</summary>
    public void AddUnknown()
    {
        lock (_lock)
            _isUnknown = true;
    }

    /// <summary>What was used, in the order of the reader's schema; empty when it is not known.</summary>
    public IReadOnlyList<string> List(Schema schema)
    {
        lock (_lock)
            return _isUnknown ? [] : [.. schema.FieldsList.Select(f => f.Name).Where(_names.Contains)];
    }
}
