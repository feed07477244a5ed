using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>The producer's side of one output port. Thread-safe: appends run at once; upserts and replacements of one port take turns within the process.</summary>
/// <typeparam name="T">The record that is the contract.</typeparam>
public interface IOutputPort<T>
    where T : IDataSchema<T>
{
    /// <summary>The port.</summary>
    PortName Name { get; }

    /// <summary>Publishes rows as the port's mode says: all of them or none, visible at once.</summary>
    /// <exception cref="ContractViolationException">Rows do not fulfil the contract. Nothing was published.</exception>
    /// <exception cref="CommitConflictException">Another process upserted into or replaced the port in between. Nothing was published; publish again.</exception>
    [OverloadResolutionPriority(1)]
    Task<PublishResult> PublishAsync(IAsyncEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PublishAsync(IAsyncEnumerable{T}, PublishOptions?, CancellationToken)"/>
    Task<PublishResult> PublishAsync(IEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes record batches of the contract's schema. Takes ownership of the batches and disposes them.</summary>
    /// <exception cref="ContractViolationException">Rows do not fulfil the contract. Nothing was published.</exception>
    /// <exception cref="ContractMismatchException">The batches' schema is not the contract's.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: a batch is not what its own schema says: offsets, indices, lengths, UTF-8. Nothing was published.</exception>
    /// <exception cref="CommitConflictException">Another process upserted into or replaced the port in between. Nothing was published; publish again.</exception>
    Task<PublishResult> PublishBatchesAsync(IAsyncEnumerable<RecordBatch> batches, PublishOptions? options = null, CancellationToken cancellationToken = default);
}
