namespace DataMesh;

/// <summary>What may be given for a purpose. An offer shows nothing by itself: an approved <see cref="AccessAgreement"/> says who has it, and until when.</summary>
/// <remarks>Immutable.</remarks>
public sealed record Offer
{
    /// <summary>What agreements call the offer; unique within its port.</summary>
    public required string Name { get; init; }

    /// <summary>The purposes it may be given for, at least one.</summary>
    public required IReadOnlyList<Purpose> Purposes { get; init; }

    /// <summary>The longest term of an agreement; null: any.</summary>
    public TimeSpan? MaximumTerm { get; init; }

    /// <summary>Regions in which the reader may run; empty: any.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether what it shows may not be passed on: a port that is derived from it may be given to its own domain only, for own use as well.</summary>
    public bool OwnUseOnly { get; init; }

    /// <summary>What it shows.</summary>
    public Sight Gives { get; init; } = Sight.All;

    /// <summary>Duties that come with it, for people.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>Where the offer is written, file name and line; shown to the owner only. Null when unknown.</summary>
    public string? Origin { get; init; }
}
