using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>An output port as this application's code declares it.</summary>
internal abstract class PortDeclaration
{
    public required PortName Name { get; init; }

    public required string? Description { get; init; }

    public required SemanticVersion Version { get; init; }

    public LifecycleStatus Status { get; init; } = LifecycleStatus.Active;

    public required PublishMode Mode { get; init; }

    public required IReadOnlyList<PartitionField> Partitioning { get; init; }

    public IReadOnlyList<SortField> SortOrder { get; init; } = [];

    /// <summary>Who may read what; fields are not bound yet.</summary>
    public required PortPolicy Policy { get; init; }

    /// <summary>How the port is derived; null when the application publishes it.</summary>
    public required Derivation? Derivation { get; init; }

    /// <summary>Which rows of its inputs a partition is made from; empty: a refresh makes everything anew.</summary>
    public IReadOnlyList<RebuildRule> Rebuild { get; init; } = [];

    /// <summary>When a host refreshes it; null: never.</summary>
    public RefreshPlan? Refresh { get; init; }

    /// <summary>What maintenance keeps; null: the defaults.</summary>
    public MaintenanceOptions? Maintenance { get; init; }

    /// <summary>Columns that are declared less sensitive than what they are made from.</summary>
    public IReadOnlyList<Declassification> Declassified { get; init; } = [];

    /// <summary>What is promised about the service.</summary>
    public IReadOnlyList<ServiceLevelObjective> Promise { get; init; } = [];

    /// <summary>What rows are held against.</summary>
    public IReadOnlyList<QualityRule> Quality { get; init; } = [];

    /// <summary>The share of rows that may go to quarantine.</summary>
    public decimal QuarantineLimit { get; init; }

    /// <summary>How its rows are made from those of a newer major version; null when it is published by itself.</summary>
    public MajorMap? Map { get; init; }

    public abstract Type Record { get; }

    public abstract SchemaObject Schema { get; }

    /// <summary>Makes a reader of the records of a batch.</summary>
    public abstract Func<RecordBatch, object[]> CreateReader();

    /// <summary>Turns records into batches.</summary>
    public abstract IAsyncEnumerable<RecordBatch> EncodeAsync(IAsyncEnumerable<object> rows, int batchRows, CancellationToken cancellationToken);
}

internal sealed class PortDeclaration<T> : PortDeclaration
    where T : IDataSchema<T>
{
    public override Type Record => typeof(T);

    public override SchemaObject Schema => T.Schema;

    public override Func<RecordBatch, object[]> CreateReader()
    {
        RecordBatchDecoder<T>? decoder = null;
        Schema? schema = null;
        return batch =>
        {
            if (schema is null || !BatchColumns.AreSame(schema, batch.Schema))
                decoder = T.CreateDecoder(schema = batch.Schema);
            T[] rows = new T[batch.Length];
            decoder!.Decode(batch, rows);
            return rows as object[] ?? [.. rows.Cast<object>()];
        };
    }

    public override IAsyncEnumerable<RecordBatch> EncodeAsync(IAsyncEnumerable<object> rows, int batchRows, CancellationToken cancellationToken) =>
        EncodeStage.RunAsync(rows.Select(r => (T)r), T.CreateEncoder, batchRows, cancellationToken);
}
