namespace DataMesh.Adapters.Authoring;

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>The change is now the table's current state, durably.</summary>
    Committed,

    /// <summary>An earlier commit has the same key; nothing was changed.</summary>
    AlreadyCommitted,

    /// <summary>Another commit in between excludes this one; nothing was changed.</summary>
    Conflict,
}
