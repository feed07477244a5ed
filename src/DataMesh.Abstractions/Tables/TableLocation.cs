namespace DataMesh.Adapters.Authoring;

/// <summary>Where a table lies: a store and a folder in it.</summary>
public sealed record TableLocation
{
    /// <summary>The store.</summary>
    public required ObjectStore Store { get; init; }

    /// <summary>The table's folder.</summary>
    public required ObjectPath Path { get; init; }

    /// <summary>The folder, for messages.</summary>
    public override string ToString() => Path.ToString();
}
