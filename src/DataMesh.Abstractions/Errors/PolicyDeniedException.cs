namespace DataMesh;

/// <summary>The policy does not let the caller read. The message says whom to ask.</summary>
public sealed class PolicyDeniedException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public PolicyDeniedException() : this("Access denied.") { }

    /// <summary>Creates an exception.</summary>
    public PolicyDeniedException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public PolicyDeniedException(string message, Exception? innerException) : base(DataMeshErrorKind.AccessDenied, message, innerException) { }
}
