namespace DataMesh;

/// <summary>What a publish did.</summary>
public sealed record PublishResult
{
    /// <summary>The snapshot that carries the rows.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Rows published.</summary>
    public required long RowsPublished { get; init; }

    /// <summary>Rows that were there before and are no longer: replaced by key or by mode, or deleted.</summary>
    public long RowsReplaced { get; init; }

    /// <summary>Of a refresh that made only touched partitions anew (<see cref="OutputPortBuilder{T}.RebuildBy"/>): how many; null when it made everything anew, and for other publishes.</summary>
    public int? PartitionsRebuilt { get; init; }

    /// <summary>Rows that were not accepted because they break rules of severity <see cref="Severity.Error"/>; they wait in the port's quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>Rules that did not hold although the rows were published: those of severity <see cref="Severity.Warning"/>, and those that sent rows to quarantine.</summary>
    public long Warnings { get; init; }

    /// <summary>What each rule of the contract found, in its order; empty when the publish was done before.</summary>
    public IReadOnlyList<QualityResult> Quality { get; init; } = [];

    /// <summary>What the accepted rows look like, column by column, without confidential and masked columns; empty when the publish was done before.</summary>
    public IReadOnlyList<ColumnProfile> Profile { get; init; } = [];

    /// <summary>The run that published; null when another tool did.</summary>
    public Guid? Run { get; init; }

    /// <summary>What the publish did in the older major versions of the port that are made from it (<see cref="OutputPortBuilder{T}.MapFrom"/>), under the same run; empty when there are none.</summary>
    public IReadOnlyDictionary<PortReference, PublishResult> OlderMajors { get; init; } = new Dictionary<PortReference, PublishResult>();

    /// <summary>True when an earlier publish had the same idempotency key; the result is that publish's.</summary>
    public bool WasAlreadyPublished { get; init; }
}
