namespace DataMesh;

/// <summary>How a place of a contract differs.</summary>
public enum DifferenceKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is no longer there.</summary>
    Removed,

    /// <summary>It says something else.</summary>
    Changed,
}
