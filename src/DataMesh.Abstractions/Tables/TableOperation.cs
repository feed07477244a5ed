namespace DataMesh.Adapters.Authoring;

/// <summary>The kind of change a commit makes (the snapshot operations of Iceberg).</summary>
public enum TableOperation
{
    /// <summary>Only adds rows.</summary>
    Append,

    /// <summary>Adds and removes rows.</summary>
    Overwrite,

    /// <summary>Only removes rows.</summary>
    Delete,

    /// <summary>Rewrites files without changing a row.</summary>
    Replace,
}
