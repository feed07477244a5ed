namespace DataMesh.Adapters.Authoring;

/// <summary>What a store knows about one object.</summary>
public sealed record ObjectInfo
{
    /// <summary>Where it lies.</summary>
    public required ObjectPath Path { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>A token that changes whenever the content does; null when the store has none.</summary>
    public string? ETag { get; init; }

    /// <summary>When it was last written, by the store's clock; null when the store does not say.</summary>
    public DateTimeOffset? LastModified { get; init; }
}
