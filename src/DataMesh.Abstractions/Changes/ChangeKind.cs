namespace DataMesh;

/// <summary>What became of a row between two snapshots.</summary>
public enum ChangeKind
{
    /// <summary>It is there now and was not before.</summary>
    Inserted = 0,

    /// <summary>It was there before and is no longer.</summary>
    Deleted = 1,

    /// <summary>It was replaced by one of the same key.</summary>
    Updated = 2,
}
