namespace DataMesh;

/// <summary>Options of a run that publishes to several ports.</summary>
public sealed record RunOptions
{
    /// <summary>The caller's key. A run that ended between two ports is completed by the same run again under the same key; one that is complete publishes nothing again. Stored hashed, not empty.</summary>
    /// <exception cref="ArgumentException">The text is empty or white space.</exception>
    public required string IdempotencyKey
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value) ? value
            : throw new ArgumentException("The idempotency key of a run is empty, so that all such runs would count as one: name the run, for example by the day it is of.", nameof(value));
    }

    /// <summary>Why the run happens; recorded with each snapshot and readable by consumers.</summary>
    public string? Reason { get; init; }
}
