namespace DataMesh;

/// <summary>A publish to several major versions of a port (<see cref="OutputPortBuilder{T}.MapFrom"/>) was committed in some, and then a commit failed; or it was committed in all, and the run could not be recorded.</summary>
/// <remarks>
/// Publish the same rows again with <see cref="PublishOptions.IdempotencyKey"/> set to <see cref="IdempotencyKey"/>: versions that have them are left as they are, the others get them, under the same run.
/// Until then do not publish anything else to the port: where the mode is upsert or replace, the versions would take in the two publishes in different orders. The failure itself is the inner exception.
/// </remarks>
public sealed class PartialPublishException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public PartialPublishException() : this("A publish was committed in some major versions of the port and not in others.") { }

    /// <summary>Creates an exception.</summary>
    public PartialPublishException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public PartialPublishException(string message, Exception? innerException) : base(DataMeshErrorKind.PartlyPublished, message, innerException) => IsTransient = innerException is DataMeshException { IsTransient: true };

    /// <summary>The key under which to publish the same rows again: the caller's own, or one that was made for this publish.</summary>
    public string IdempotencyKey { get; init; } = "";

    /// <summary>The major versions that have the rows.</summary>
    public IReadOnlyList<PortReference> Committed { get; init; } = [];

    /// <summary>The major versions that do not have them, or of which it is not known.</summary>
    public IReadOnlyList<PortReference> Missing { get; init; } = [];
}
