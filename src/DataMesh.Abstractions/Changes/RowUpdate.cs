namespace DataMesh;

/// <summary>A row that a publish replaced by another one of the same key.</summary>
/// <typeparam name="T">The reader's record.</typeparam>
public readonly record struct RowUpdate<T>
{
    /// <summary>The row before the publish.</summary>
    public required T Before { get; init; }

    /// <summary>The row after it.</summary>
    public required T After { get; init; }
}
