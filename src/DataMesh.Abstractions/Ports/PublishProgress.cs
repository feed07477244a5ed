namespace DataMesh;

/// <summary>How far a publish is.</summary>
public readonly record struct PublishProgress
{
    /// <summary>Rows taken from the caller so far.</summary>
    public long RowsRead { get; init; }

    /// <summary>True once the commit is done.</summary>
    public bool IsCommitted { get; init; }
}
