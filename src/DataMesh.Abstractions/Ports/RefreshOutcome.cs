namespace DataMesh;

/// <summary>How a refresh ended.</summary>
public enum RefreshOutcome
{
    /// <summary>It published.</summary>
    Published = 0,

    /// <summary>Another process had published the same meanwhile, or nothing that the rows follow from had changed.</summary>
    Unchanged = 1,

    /// <summary>It failed; readers keep the last snapshot.</summary>
    Failed = 2,
}
