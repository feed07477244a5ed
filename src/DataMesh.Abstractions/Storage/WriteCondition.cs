namespace DataMesh.Adapters.Authoring;

/// <summary>What must hold for an upload to complete. The default value demands nothing and replaces what is there.</summary>
public readonly record struct WriteCondition
{
    /// <summary>The object must not exist; otherwise completing fails with <see cref="DataMeshErrorKind.AlreadyExists"/>. Atomic: of any number of racers exactly one wins.</summary>
    public static WriteCondition IfAbsent { get; } = new() { MustBeAbsent = true };

    /// <summary>True when the object must not exist.</summary>
    public bool MustBeAbsent { get; private init; }

    /// <summary>The entity tag the object must have; null when it does not matter.</summary>
    public string? MatchingETag { get; private init; }

    /// <summary>The object must have the entity tag; otherwise completing fails with <see cref="DataMeshErrorKind.CommitConflict"/>.</summary>
    public static WriteCondition IfMatch(string etag) => new() { MatchingETag = etag };
}
