namespace DataMesh;

/// <summary>What was decided about one read. Holds names, numbers and classes, never values of data.</summary>
public sealed record AuditRecord
{
    /// <summary>The identity, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who wanted to read; null: a process that did not say.</summary>
    public required string? Principal { get; init; }

    /// <summary>The reader's domain; the default value when it has none.</summary>
    public DomainName Domain { get; init; }

    /// <summary>Why.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>The product, by identity.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The port, with its major version.</summary>
    public required PortReference Port { get; init; }

    /// <summary>The pinned snapshot; null when it was denied, or while the port is empty.</summary>
    public long? Snapshot { get; init; }

    /// <summary>True when it was allowed.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>The epoch of the policy document; null without a readable one.</summary>
    public long? PolicyEpoch { get; init; }

    /// <summary>The grants and rules that took part, by name.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The agreements that took part.</summary>
    public IReadOnlyList<Guid> Agreements { get; init; } = [];

    /// <summary>The columns that were read or that a condition of the reader named; empty: not known, or nothing was read yet.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>About how many rows were delivered.</summary>
    public RowCountBucket Rows { get; init; }
}
