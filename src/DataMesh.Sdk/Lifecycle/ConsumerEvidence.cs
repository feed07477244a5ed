namespace DataMesh;

/// <summary>What is known of one consumer of a port while it is being found out.</summary>
internal sealed class ConsumerEvidence
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private bool _isDeclared;
    private bool _declaresAll;
    private bool _readsUnknown;
    private DateTimeOffset? _agreedUntil;
    private DateTimeOffset? _lastRead;

    /// <summary>A product declares the port as an input.</summary>
    public void Declares(IReadOnlyList<string> columns)
    {
        _isDeclared = true;
        _declaresAll |= columns.Count == 0;
        _declared.UnionWith(columns);
    }

    /// <summary>An agreement lets it read.</summary>
    public void Agreed(DateTimeOffset until) => _agreedUntil = _agreedUntil is { } known && known > until ? known : until;

    /// <summary>It has read.</summary>
    public void Reads(DateTimeOffset at, IReadOnlyList<string> columns)
    {
        _lastRead = _lastRead is { } known && known > at ? known : at;
        _readsUnknown |= columns.Count == 0;
        _read.UnionWith(columns);
    }

    /// <summary>What that says.</summary>
    public PortConsumer Conclude(string name, SchemaObject schema)
    {
        HashSet<string>? used = _isDeclared ? _declaresAll ? null : _declared : _lastRead is null || _readsUnknown ? null : _read;
        return new PortConsumer
        {
            Name = name,
            Columns = used is null ? null : [.. schema.Properties.Select(p => p.Name).Where(used.Contains)],
            IsDeclared = _isDeclared,
            AgreedUntil = _agreedUntil,
            LastRead = _lastRead,
        };
    }
}
