namespace DataMesh.Adapters.Authoring;

/// <summary>What a policy engine decided. The default value denies.</summary>
public readonly record struct PolicyDecision
{
    /// <summary>True when reading is allowed, apart from <see cref="HiddenColumns"/>.</summary>
    public bool IsAllowed { get; private init; }

    /// <summary>Why it is denied; shown to the caller, so it never holds data values or rules the caller may not know.</summary>
    public string? Reason { get; private init; }

    /// <summary>Columns to hide although reading is allowed; null or empty: none.</summary>
    public IReadOnlyList<string>? HiddenColumns { get; private init; }

    /// <summary>Allows everything.</summary>
    public static PolicyDecision Allow { get; } = new() { IsAllowed = true };

    /// <summary>Allows everything but some columns.</summary>
    public static PolicyDecision AllowWithout(IReadOnlyList<string> hiddenColumns) => new() { IsAllowed = true, HiddenColumns = hiddenColumns };

    /// <summary>Denies.</summary>
    public static PolicyDecision Deny(string reason) => new() { Reason = reason };
}
