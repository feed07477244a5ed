namespace DataMesh;

/// <summary>A registration was refused because a port would break whoever reads it, under a version that does not say so. Nothing was written.</summary>
public sealed class BreakingChangeException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public BreakingChangeException() : this("The change breaks readers.") { }

    /// <summary>Creates an exception.</summary>
    public BreakingChangeException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public BreakingChangeException(string message, Exception? innerException) : base(DataMeshErrorKind.InvalidDefinition, message, innerException) { }

    /// <summary>What breaks readers.</summary>
    public IReadOnlyList<ContractDifference> Differences { get; init; } = [];

    /// <summary>Who is known to be hit: whoever uses a column that breaks, or whose columns are not known, by name. Everybody who uses the port when it breaks as a whole.</summary>
    public IReadOnlyList<PortConsumer> Consumers { get; init; } = [];

    /// <summary>The least version that says so.</summary>
    public SemanticVersion SuggestedVersion { get; init; }
}
