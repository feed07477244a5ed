using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>The producer's side of one output port, whatever its record: what was published, how to stop and to take it back, and how to keep it small. Thread-safe.</summary>
public interface IOutputPort
{
    /// <summary>The port.</summary>
    PortName Name { get; }

    /// <summary>Lists what was published, newest first, as far as it has not expired.</summary>
    IAsyncEnumerable<PublishRecord> LogAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes the rows for which a condition is true: a snapshot without them, which followers get as changes.</summary>
    /// <remarks>
    /// All or nothing. Files with such rows are rewritten without them, others stay. Rows that other publishes add until it commits are looked at too. Earlier snapshots have the rows
    /// until they expire: deleting is not erasing.
    /// </remarks>
    /// <param name="where">The condition, on stored values; a row for which it is unknown stays.</param>
    /// <param name="options">The idempotency key and the reason.</param>
    /// <param name="cancellationToken">Cancels it; after the commit has begun it no longer does.</param>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again. Nothing was deleted.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the condition does not fit the columns.</exception>
    Task<PublishResult> DeleteAsync(Filter where, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the rows of given keys, as <see cref="DeleteAsync(Filter, PublishOptions?, CancellationToken)"/> does; keys that are not there are fine. The keys are held in memory.</summary>
    /// <typeparam name="TKey">A record with the key columns; others of it are not looked at.</typeparam>
    /// <exception cref="ArgumentException">The record lacks a key column, or has it in another type.</exception>
    /// <exception cref="InvalidOperationException">The port has no key.</exception>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again. Nothing was deleted.</exception>
    Task<PublishResult> DeleteAsync<TKey>(IEnumerable<TKey> keys, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : IDataSchema<TKey>;

    /// <summary>Erases the rows for which a condition is true: from the port, its history, its quarantine and the profiles of its publishes, so that no file of it holds them.</summary>
    /// <remarks>
    /// A delete, then the forced expiry of everything but the current snapshot, of branches and tags of other tools too: earlier snapshots can no longer be read by anybody, and followers that
    /// stood at one start anew. Not one step: after a failure erase again, which goes on. Rows in quarantine of earlier contract versions that lack a column of the condition go altogether.
    /// What was done is recorded without values (<see cref="ListErasuresAsync"/>). Who has the rows by an agreement, and products that declare the port as an input, are obliged to erase them too and find that
    /// with <see cref="IMeshAccess.ListObligationsAsync"/>; erasing again under the same reference, when no row is left, obliges nobody twice.
    /// </remarks>
    /// <param name="where">The condition, on stored values; a row for which it is unknown stays.</param>
    /// <param name="options">The reference of the case.</param>
    /// <param name="cancellationToken">Cancels it; what was done stays done.</param>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a legal hold stands, or the condition does not fit the columns. Nothing was erased.</exception>
    /// <exception cref="NotSupportedException">The table format has no maintenance, or another tool deleted rows without rewriting their files.</exception>
    Task<EraseResult> EraseAsync(Filter where, EraseOptions options, CancellationToken cancellationToken = default);

    /// <summary>Erases the rows of given keys, as <see cref="EraseAsync(Filter, EraseOptions, CancellationToken)"/> does; keys that are there no longer are erased from what is left of them.</summary>
    /// <typeparam name="TKey">A record with the key columns; others of it are not looked at.</typeparam>
    /// <exception cref="ArgumentException">The record lacks a key column, or has it in another type.</exception>
    /// <exception cref="InvalidOperationException">The port has no key.</exception>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a legal hold stands. Nothing was erased.</exception>
    Task<EraseResult> EraseAsync<TKey>(IEnumerable<TKey> keys, EraseOptions options, CancellationToken cancellationToken = default)
        where TKey : IDataSchema<TKey>;

    /// <summary>Lists the recorded erasures of the port, newest first, with who is obliged to erase too and who has acknowledged it, as the product itself or one of its stewards.</summary>
    /// <exception cref="PolicyDeniedException">The principal is neither the product nor one of its stewards.</exception>
    IAsyncEnumerable<ErasureProof> ListErasuresAsync(CancellationToken cancellationToken = default);

    /// <summary>Places a legal hold: until it is released, nothing of the port is erased, no snapshot expires, and no row is deleted for its age. Rows past retention stay hidden all the same.</summary>
    /// <param name="reference">What the owner calls the case; placing the same again changes nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task HoldAsync(string reference, CancellationToken cancellationToken = default);

    /// <summary>Releases a legal hold; others stay.</summary>
    /// <param name="reference">What it was placed as.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: no such hold stands.</exception>
    Task ReleaseHoldAsync(string reference, CancellationToken cancellationToken = default);

    /// <summary>Publishes the rows of an earlier snapshot again, as a new one: history is never rewritten, and readers and followers see a publish like any other.</summary>
    /// <remarks>Columns, contract and policy stay those of today. Nothing is copied: the files of the earlier snapshot are used again.</remarks>
    /// <param name="to">The snapshot, or the one that was current at a time.</param>
    /// <param name="reason">Why; recorded with the snapshot and readable by consumers.</param>
    /// <param name="cancellationToken">Cancels the rollback; after the commit has begun it no longer does.</param>
    /// <exception cref="CommitConflictException">The port was published in between. Nothing was changed; look again, and roll back again.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot, or it has expired.</exception>
    /// <exception cref="NotSupportedException">Another tool deleted rows without rewriting their files, in the snapshot or since.</exception>
    Task<PublishResult> RollbackAsync(SnapshotSelector to, string reason, CancellationToken cancellationToken = default);

    /// <summary>Freezes the port: until it is unfrozen, publishes, refreshes and deletes of every process are refused, and readers keep the last snapshot.</summary>
    /// <remarks>
    /// Exact: once this has returned, no publish comes about, also none that was under way; it fails with kind <see cref="DataMeshErrorKind.Frozen"/>. What puts a port right is still done: rollback,
    /// erasure, maintenance. Of a port that is frozen already, the first reason stays. Other tools that write Iceberg tables do not know of it.
    /// </remarks>
    /// <param name="reason">Why; whoever tries to publish reads it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CommitConflictException">The table changed again and again meanwhile. The port is not frozen; try again.</exception>
    /// <exception cref="NotSupportedException">The table format cannot do it.</exception>
    Task FreezeAsync(string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets publishes through again; does nothing when the port is not frozen.</summary>
    /// <exception cref="CommitConflictException">The table changed again and again meanwhile. The port is still frozen; try again.</exception>
    Task UnfreezeAsync(CancellationToken cancellationToken = default);

    /// <summary>Says since when and why the port is frozen; null when it is not.</summary>
    Task<PortFreeze?> FindFreezeAsync(CancellationToken cancellationToken = default);

    /// <summary>Tags a snapshot: it stays readable under the name, to every consumer as far as the policy of the day lets it, until the tag is dropped.</summary>
    /// <param name="name">The name: letters, digits, '-', '_', '.' and '/', at most 128.</param>
    /// <param name="at">The snapshot; null: the current one.</param>
    /// <param name="options">How long it stays; only <see cref="ReferenceOptions.MaxAge"/> is for tags.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.AlreadyExists"/>: the name is taken; or <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot.</exception>
    /// <exception cref="CommitConflictException">Tags and branches changed again and again meanwhile.</exception>
    /// <exception cref="NotSupportedException">The table format has no tags.</exception>
    Task CreateTagAsync(string name, SnapshotSelector? at = null, ReferenceOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a branch, to publish to it with <see cref="PublishOptions.Branch"/>, look at the result, and make it current with <see cref="FastForwardAsync"/>. Consumers see nothing of it.</summary>
    /// <param name="name">The name: letters, digits, '-', '_', '.' and '/', at most 128.</param>
    /// <param name="from">The snapshot that it begins with; null: the current one.</param>
    /// <param name="options">What it keeps.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.AlreadyExists"/>: the name is taken; or <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot.</exception>
    /// <exception cref="CommitConflictException">Tags and branches changed again and again meanwhile.</exception>
    /// <exception cref="NotSupportedException">The table format has no branches.</exception>
    Task CreateBranchAsync(string name, SnapshotSelector? from = null, ReferenceOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the tags and branches, by name.</summary>
    IAsyncEnumerable<SnapshotReference> ListReferencesAsync(CancellationToken cancellationToken = default);

    /// <summary>Moves a branch to a later snapshot that was made from its own. What it keeps stays.</summary>
    /// <param name="name">The branch; a tag moves only when it is forced.</param>
    /// <param name="to">The snapshot.</param>
    /// <param name="force">True to move it anywhere, and to move a tag.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CommitConflictException">It does not lead there; or tags and branches changed again and again meanwhile.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such name or snapshot.</exception>
    /// <exception cref="NotSupportedException">The table format has no tags and branches.</exception>
    Task MoveReferenceAsync(string name, SnapshotSelector to, bool force = false, CancellationToken cancellationToken = default);

    /// <summary>Drops a tag or a branch; what only it kept expires with the next maintenance.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such name.</exception>
    /// <exception cref="CommitConflictException">Tags and branches changed again and again meanwhile.</exception>
    /// <exception cref="NotSupportedException">The table format has no tags and branches.</exception>
    Task DropReferenceAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Makes what was published to a branch current, all of it at once. The branch stays.</summary>
    /// <returns>The snapshot that is current now.</returns>
    /// <param name="branch">The branch.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CommitConflictException">The port was published since the branch left it, so that rows would be lost. Nothing was changed; publish to a new branch.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.Frozen"/>, or <see cref="DataMeshErrorKind.NotFound"/>: there is no such branch.</exception>
    /// <exception cref="NotSupportedException">The table format has no branches.</exception>
    Task<Snapshot> FastForwardAsync(string branch, CancellationToken cancellationToken = default);

    /// <summary>Expires old snapshots and deletes the files that nothing reads any more. Safe beside publishes and reads of other processes, and to run at any time.</summary>
    /// <param name="options">How long to keep what; null: what <see cref="OutputPortBuilder{T}.Maintain"/> says, or the defaults.</param>
    /// <param name="cancellationToken">Cancels it; what is left over is found by the next run.</param>
    /// <exception cref="NotSupportedException">The table format has no maintenance.</exception>
    Task<MaintenanceResult> MaintainAsync(MaintenanceOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads rows that publishes of this port did not accept, as the product itself or one of its stewards. Each batch belongs to the receiver.</summary>
    /// <remarks>Batches have the contract's columns, then <c>_run</c>, <c>_row</c> (the ordinal in the published stream), <c>_rules</c> (names, one per line) and <c>_reason</c>. Rows of publishes that did not come about are not there. Quarantined rows are no part of the port: no reader of it sees them.</remarks>
    /// <param name="run">The publish, as in <see cref="PublishResult.Run"/>; null: every one.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="PolicyDeniedException">The principal is neither the product nor one of its stewards.</exception>
    IAsyncEnumerable<RecordBatch> ReadQuarantineBatchesAsync(Guid? run = null, CancellationToken cancellationToken = default);
}

/// <summary>The producer's side of one output port. Thread-safe: appends run at once; upserts and replacements of one port take turns within the process.</summary>
/// <typeparam name="T">The record that is the contract.</typeparam>
public interface IOutputPort<T> : IOutputPort
    where T : IDataSchema<T>
{
    /// <summary>Publishes rows as the port's mode says: all of them or none, visible at once.</summary>
    /// <exception cref="ContractViolationException">Rows do not fulfil the contract. Nothing was published.</exception>
    /// <exception cref="QualityGateException">A quality rule about all rows does not hold, or too many rows break one about single rows. Nothing was published.</exception>
    /// <exception cref="CommitConflictException">Another process upserted into or replaced the port in between. Nothing was published; publish again.</exception>
    [OverloadResolutionPriority(1)]
    Task<PublishResult> PublishAsync(IAsyncEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PublishAsync(IAsyncEnumerable{T}, PublishOptions?, CancellationToken)"/>
    Task<PublishResult> PublishAsync(IEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the rows for which a condition holds, as <see cref="IOutputPort.DeleteAsync(Filter, PublishOptions?, CancellationToken)"/> does.</summary>
    /// <exception cref="ArgumentException">The condition uses something that cannot run where the data is; the message names it.</exception>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again. Nothing was deleted.</exception>
    Task<PublishResult> DeleteAsync(Expression<Func<T, bool>> where, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Erases the rows for which a condition holds, as <see cref="IOutputPort.EraseAsync(Filter, EraseOptions, CancellationToken)"/> does.</summary>
    /// <exception cref="ArgumentException">The condition uses something that cannot run where the data is; the message names it.</exception>
    /// <exception cref="CommitConflictException">Other publishes were faster, again and again.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a legal hold stands. Nothing was erased.</exception>
    Task<EraseResult> EraseAsync(Expression<Func<T, bool>> where, EraseOptions options, CancellationToken cancellationToken = default);

    /// <summary>Publishes record batches of the contract's schema. Takes ownership of the batches and disposes them.</summary>
    /// <exception cref="ContractViolationException">Rows do not fulfil the contract. Nothing was published.</exception>
    /// <exception cref="QualityGateException">A quality rule about all rows does not hold, or too many rows break one about single rows. Nothing was published.</exception>
    /// <exception cref="ContractMismatchException">The batches' schema is not the contract's.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: a batch is not what its own schema says: offsets, indices, lengths, UTF-8. Nothing was published.</exception>
    /// <exception cref="CommitConflictException">Another process upserted into or replaced the port in between. Nothing was published; publish again.</exception>
    Task<PublishResult> PublishBatchesAsync(IAsyncEnumerable<RecordBatch> batches, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads rows that publishes of this port did not accept, as the product itself or one of its stewards: correct them and publish them.</summary>
    /// <param name="run">The publish, as in <see cref="PublishResult.Run"/>; null: every one.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="PolicyDeniedException">The principal is neither the product nor one of its stewards.</exception>
    /// <exception cref="ContractMismatchException">A row of an earlier contract version does not fit the record: read it with <see cref="IOutputPort.ReadQuarantineBatchesAsync"/>.</exception>
    IAsyncEnumerable<QuarantinedRow<T>> ReadQuarantineAsync(Guid? run = null, CancellationToken cancellationToken = default);

    /// <summary>Holds the rows that the port has against rules before they are declared, as the product itself or one of its stewards: how many would go to quarantine, and whether the gate would close.</summary>
    /// <remarks>Reads every row and changes nothing. Rules about one publish are applied to all rows together.</remarks>
    /// <param name="rules">The rules, as for <see cref="OutputPortBuilder{T}.Expect"/>.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="PolicyDeniedException">The principal is neither the product nor one of its stewards.</exception>
    Task<QualityCheck> CheckAsync(Action<QualityRules<T>> rules, CancellationToken cancellationToken = default);
}
