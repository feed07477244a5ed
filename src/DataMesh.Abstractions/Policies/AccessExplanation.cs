namespace DataMesh;

/// <summary>Why a principal sees what it sees of a port.</summary>
public sealed record AccessExplanation
{
    /// <summary>The port.</summary>
    public required PortReference Port { get; init; }

    /// <summary>Who was asked about.</summary>
    public required MeshPrincipal Principal { get; init; }

    /// <summary>The stated purpose.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>True when anything may be read.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>The epoch of the policy document that decided; null when the product has no readable one, which denies.</summary>
    public long? PolicyEpoch { get; init; }

    /// <summary>Names of the grants and rules that took part.</summary>
    public IReadOnlyList<string> RulesThatFired => [.. Rules.Select(r => r.Name)];

    /// <summary>The grants and rules that took part.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; init; } = [];

    /// <summary>The columns that the principal gets, in order; others are not told apart from columns that do not exist. Empty when denied.</summary>
    public IReadOnlyList<string> VisibleColumns => [.. Columns.Select(c => c.Name)];

    /// <summary>How each visible column is shown, in order. Empty when denied.</summary>
    public IReadOnlyList<ColumnExplanation> Columns { get; init; } = [];

    /// <summary>Why it is denied and what to do; null when allowed.</summary>
    public string? Denial { get; init; }
}
