namespace DataMesh;

/// <summary>What a cursor stands for.</summary>
internal sealed record CursorState
{
    /// <summary>The table.</summary>
    public required Guid Table { get; init; }

    /// <summary>What the reader sees, as <see cref="ChangeSight"/> puts it.</summary>
    public required string Sight { get; init; }

    /// <summary>The snapshot that was reached; null: the empty port.</summary>
    public long? From { get; init; }

    /// <summary>The snapshot on the way to which the cursor stands; null: it stands at <see cref="From"/>.</summary>
    public long? To { get; init; }

    /// <summary>How far on the way.</summary>
    public ChangePlace Place { get; init; }

    /// <summary>True when nothing was given yet.</summary>
    public bool IsEmpty => From is null && To is null;
}
