namespace DataMesh;

/// <summary>Gives principals sight of a port for stated purposes. Nothing is visible without one.</summary>
/// <remarks>
/// A grant applies only when its own recipients, purposes, validity and regions all hold; none of them ever helps another grant. Immutable. An approved
/// <see cref="AccessAgreement"/> makes a grant of an <see cref="Offer"/>.
/// </remarks>
public sealed record Grant
{
    /// <summary>What explanations and audit records call the grant; unique within its port.</summary>
    public required string Name { get; init; }

    /// <summary>Whom it is for.</summary>
    public required Recipients To { get; init; }

    /// <summary>The purposes it is given for, each with all purposes below it; empty: any purpose, also none.</summary>
    public IReadOnlyList<Purpose> Purposes { get; init; } = [];

    /// <summary>The first moment it holds; null: always so far.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The moment from which it no longer holds; null: open.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Regions in which the reader may run; empty: any. A reader that does not say where it runs does not match.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether what it shows may not be passed on: a port that is derived from it may be given to its own domain only, for own use as well.</summary>
    public bool OwnUseOnly { get; init; }

    /// <summary>What it shows.</summary>
    public Sight Gives { get; init; } = Sight.All;

    /// <summary>Duties that come with it, for people: explanations and audit records carry them.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>Where the grant is written, file name and line; shown to the owner only. Null when unknown.</summary>
    public string? Origin { get; init; }
}
