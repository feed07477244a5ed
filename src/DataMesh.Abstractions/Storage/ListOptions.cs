namespace DataMesh.Adapters.Authoring;

/// <summary>How to list objects.</summary>
public sealed record ListOptions
{
    /// <summary>Everything below the prefix, in ordinal order of the paths.</summary>
    public static ListOptions Default { get; } = new();

    /// <summary>Only paths that are ordinally greater than this one are listed; to resume a listing. Default: from the start.</summary>
    public ObjectPath StartAfter { get; init; }
}
