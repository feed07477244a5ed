namespace DataMesh;

/// <summary>One output port of a product in one major version.</summary>
public sealed record OutputPortDescriptor
{
    /// <summary>The port's segment, for example <c>lines</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the port's contract.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Where the port stands in its life.</summary>
    public LifecycleStatus Status { get; init; } = LifecycleStatus.Active;

    /// <summary>What one row is.</summary>
    public string? Description { get; init; }

    /// <summary>Where the port's table lies, relative to the mesh root; chosen at creation and never derived again.</summary>
    public required string TablePath { get; init; }

    /// <summary>The table format's name, for example <c>iceberg</c>.</summary>
    public required string Format { get; init; }
}
