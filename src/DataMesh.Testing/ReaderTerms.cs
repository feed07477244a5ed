namespace DataMesh.Testing;

/// <summary>Who reads, why, when and where.</summary>
internal sealed record ReaderTerms
{
    public required MeshPrincipal Principal { get; init; }

    public Purpose Purpose { get; init; }

    /// <summary>The moment of the read; null: now.</summary>
    public DateTimeOffset? Moment { get; init; }

    public string? Region { get; init; }

    /// <summary>An offer that an agreement is taken to give; null: none.</summary>
    public string? Offer { get; init; }

    /// <summary>The reader as messages call it.</summary>
    public override string ToString()
    {
        List<string> parts = [$"'{Principal}'"];
        if (!Purpose.IsNone)
            parts.Add($"for the purpose '{Purpose}'");
        if (Offer is not null)
            parts.Add($"with the offer '{Offer}'");
        if (Region is not null)
            parts.Add($"in the region '{Region}'");
        if (Moment is { } moment)
            parts.Add($"at {InstantText.Spell(moment)}");
        return string.Join(' ', parts);
    }
}
