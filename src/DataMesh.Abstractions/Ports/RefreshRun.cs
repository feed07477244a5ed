namespace DataMesh;

/// <summary>One run of a derived port, as recorded beside its product.</summary>
public sealed record RefreshRun
{
    /// <summary>The run, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What made it run.</summary>
    public required RefreshTrigger Trigger { get; init; }

    /// <summary>How it ended.</summary>
    public required RefreshOutcome Outcome { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The snapshot that it published, or found; null when it failed.</summary>
    public long? Snapshot { get; init; }

    /// <summary>The rows that it published.</summary>
    public long Rows { get; init; }

    /// <summary>Why it failed; null when it did not. Of an exception that is not of the mesh, its type only: its message may hold data.</summary>
    public string? Error { get; init; }

    /// <summary>The machine that it ran on.</summary>
    public required string Host { get; init; }
}
