namespace DataMesh;

/// <summary>One grant or rule that took part in a decision.</summary>
public sealed record RuleExplanation
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required PolicyElement Element { get; init; }

    /// <summary>True when it limits which rows are visible.</summary>
    public bool LimitsRows { get; init; }

    /// <summary>The text of its row filter; for the owner only, null for everybody else and when it has none.</summary>
    public string? Rows { get; init; }

    /// <summary>Where it is written, file name and line; for the owner only, null for everybody else and when unknown.</summary>
    public string? Origin { get; init; }

    /// <summary>The agreement; null when it is none.</summary>
    public Guid? Agreement { get; init; }

    /// <summary>The moment from which it no longer holds; null: open.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Duties that come with it.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];
}
