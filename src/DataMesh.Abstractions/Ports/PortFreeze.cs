namespace DataMesh;

/// <summary>That a port is frozen: readers keep its last snapshot, and nothing is published to it.</summary>
public sealed record PortFreeze
{
    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who froze it.</summary>
    public required string By { get; init; }

    /// <summary>Why, in that person's words. Everybody who can read the table's metadata can read it.</summary>
    public required string Reason { get; init; }
}
