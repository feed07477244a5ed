namespace DataMesh;

/// <summary>Who may have an offer of a port, for which purpose, until when. Requested by the consumer, decided by the provider only.</summary>
/// <remarks>Immutable: every change is a new <see cref="Number"/>; the highest counts. Fields follow the Open Access Agreement Standard.</remarks>
public sealed record AccessAgreement
{
    /// <summary>The identity, a UUIDv7 given by the request.</summary>
    public required Guid Id { get; init; }

    /// <summary>The number of this state, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required AgreementStatus Status { get; init; }

    /// <summary>The product that provides, by identity: a product created again under the same name inherits nothing.</summary>
    public required ProductId Provider { get; init; }

    /// <summary>The port, with its major version.</summary>
    public required PortReference Port { get; init; }

    /// <summary>Who consumes.</summary>
    public required AgreementConsumer Consumer { get; init; }

    /// <summary>Why.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The offer it is about; null while a request leaves the choice to the provider.</summary>
    public string? Offer { get; init; }

    /// <summary>Why the consumer asks, in its own words.</summary>
    public string? Justification { get; init; }

    /// <summary>The first moment it holds; for a request, the wish.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The moment from which it no longer holds; for a request, the wish. Null: open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When the provider looks at it again; null: never.</summary>
    public DateTimeOffset? NextReassessment { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who decided last; null for a request.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided last; null for a request.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was decided so, in the provider's words.</summary>
    public string? Comment { get; init; }

    /// <summary>True when it gives sight at a moment.</summary>
    public bool IsInForce(DateTimeOffset now) => Status == AgreementStatus.Approved && (Start is not { } start || now >= start) && (End is not { } end || now < end);
}
