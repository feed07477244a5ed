namespace DataMesh;

/// <summary>No visible port has the name. Absent and hidden ports look the same.</summary>
public sealed class PortNotFoundException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public PortNotFoundException() : this("The port was not found.") { }

    /// <summary>Creates an exception.</summary>
    public PortNotFoundException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public PortNotFoundException(string message, Exception? innerException) : base(DataMeshErrorKind.NotFound, message, innerException) { }

    /// <summary>The nearest names that the caller may see.</summary>
    public IReadOnlyList<PortName> Suggestions { get; init; } = [];
}
