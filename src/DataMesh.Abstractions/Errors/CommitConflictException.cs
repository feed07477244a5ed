namespace DataMesh;

/// <summary>Somebody else changed the same rows in between. Nothing of this publish is visible; publish again from the new state.</summary>
public sealed class CommitConflictException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public CommitConflictException() : this("The commit conflicts with another one.") { }

    /// <summary>Creates an exception.</summary>
    public CommitConflictException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public CommitConflictException(string message, Exception? innerException) : base(DataMeshErrorKind.CommitConflict, message, innerException) => IsTransient = true;
}
