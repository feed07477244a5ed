namespace DataMesh;

/// <summary>Among which rows a key is to be unique.</summary>
public enum UniqueScope
{
    /// <summary>Among all rows that the port would have after the publish. Every publish reads the key columns of the whole port, and excludes other writers meanwhile.</summary>
    Port,

    /// <summary>Among the rows of one publish.</summary>
    Publish,
}
