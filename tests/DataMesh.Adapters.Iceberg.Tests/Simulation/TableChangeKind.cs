namespace DataMesh.Tests.Simulation;

/// <summary>What can be done to a table.</summary>
public enum TableChangeKind
{
    /// <summary>Adds a row.</summary>
    Append,

    /// <summary>Adds a row under a key that another writer uses as well.</summary>
    AppendOnce,

    /// <summary>Replaces all rows by one.</summary>
    Overwrite,

    /// <summary>Deletes a range of rows.</summary>
    Delete,

    /// <summary>Puts files together.</summary>
    Compact,

    /// <summary>Adds a column.</summary>
    Evolve,

    /// <summary>Expires snapshots.</summary>
    Expire,

    /// <summary>Reads every file of the current snapshot.</summary>
    Read,
}
