namespace DataMesh;

/// <summary>The base of every failure that is not misuse of the API.</summary>
/// <remarks>
/// Misuse stays <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/>; a missing capability is
/// <see cref="NotSupportedException"/> before any I/O; cancellation is never wrapped. Messages say what was tried, on what, why it failed and what
/// to do, and never hold secrets or data values.
/// </remarks>
public class DataMeshException : Exception
{
    /// <summary>Creates an exception of unknown kind. Prefer the constructor that takes a kind.</summary>
    public DataMeshException() : this(DataMeshErrorKind.Unknown, "A data mesh operation failed.") { }

    /// <summary>Creates an exception of unknown kind. Prefer the constructor that takes a kind.</summary>
    public DataMeshException(string message) : this(DataMeshErrorKind.Unknown, message) { }

    /// <summary>Creates an exception of unknown kind. Prefer the constructor that takes a kind.</summary>
    public DataMeshException(string message, Exception? innerException) : this(DataMeshErrorKind.Unknown, message, innerException) { }

    /// <summary>Creates an exception.</summary>
    public DataMeshException(DataMeshErrorKind kind, string message, Exception? innerException = null) : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public DataMeshErrorKind Kind { get; }

    /// <summary>True when the same call may succeed later without any change.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The product concerned, if one is.</summary>
    public ProductName? Product { get; init; }

    /// <summary>The port concerned, if one is.</summary>
    public PortName? Port { get; init; }

    /// <summary>The adapter that failed, for example <c>iceberg</c>; null when it was not an adapter.</summary>
    public string? Adapter { get; init; }

    /// <summary>What was being done, for example <c>commit</c>.</summary>
    public string? Operation { get; init; }
}
