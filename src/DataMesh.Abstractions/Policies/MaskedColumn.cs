namespace DataMesh;

/// <summary>A column under a mask.</summary>
public sealed record MaskedColumn
{
    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary>The mask.</summary>
    public required Mask Mask { get; init; }
}
