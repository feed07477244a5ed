namespace DataMesh;

/// <summary>What a principal may see of a port: the outcome that every way out starts from. Immutable.</summary>
internal sealed record AccessDecision
{
    public required MeshPrincipal? Principal { get; init; }

    public required Purpose Purpose { get; init; }

    public required bool IsAllowed { get; init; }

    /// <summary>Grants and rules that took part, by name.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public long? PolicyEpoch { get; init; }

    /// <summary>Field ids of columns that are not in the reader's schema.</summary>
    public IReadOnlySet<int> HiddenFields { get; init; } = System.Collections.Frozen.FrozenSet<int>.Empty;

    /// <summary>Names, in the contract, of columns that are not in the reader's schema.</summary>
    public IReadOnlySet<string> HiddenColumns { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>Why access is denied and what to do; null when it is allowed.</summary>
    public string? Denial { get; init; }

    /// <summary>True when every row and every column is visible.</summary>
    public bool IsUnrestricted => IsAllowed && HiddenColumns.Count == 0 && HiddenFields.Count == 0;

    /// <exception cref="PolicyDeniedException">Access is denied.</exception>
    public void Demand(PortName port)
    {
        if (!IsAllowed)
            throw new PolicyDeniedException(Denial ?? $"Access denied to '{port}'.") { Product = port.Product, Port = port, Operation = "read" };
    }
}
