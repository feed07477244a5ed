using Microsoft.Extensions.Logging;

namespace DataMesh;

internal static partial class Log
{
    [LoggerMessage(EventId = 2001, EventName = "PolicyUnreadable", Level = LogLevel.Warning, Message = "Everybody is denied on port '{Port}': its policy document cannot be used: {Problem}")]
    public static partial void PolicyUnreadable(ILogger logger, string port, string problem);

    [LoggerMessage(EventId = 2002, EventName = "PolicyEngineFailed", Level = LogLevel.Error, Message = "Access to port '{Port}' was denied because the policy engine {Engine} failed")]
    public static partial void PolicyEngineFailed(ILogger logger, string port, string engine, Exception error);

    [LoggerMessage(EventId = 2003, EventName = "AccessDecided", Level = LogLevel.Information, Message = "Read of port '{Port}' by '{Principal}' for purpose '{Purpose}': {Outcome}, policy epoch {Epoch}, rules {Rules}")]
    public static partial void AccessDecided(ILogger logger, string port, string principal, string purpose, string outcome, long? epoch, string rules);

    [LoggerMessage(EventId = 4001, EventName = "Published", Level = LogLevel.Information, Message = "Published {Rows} rows to port '{Port}', snapshot {SnapshotId}, run {RunId}")]
    public static partial void Published(ILogger logger, long rows, string port, long snapshotId, Guid runId);

    [LoggerMessage(EventId = 4002, EventName = "AlreadyPublished", Level = LogLevel.Information, Message = "Publish to port '{Port}' was done before under the same idempotency key: snapshot {SnapshotId}")]
    public static partial void AlreadyPublished(ILogger logger, string port, long snapshotId);

    [LoggerMessage(EventId = 4023, EventName = "RunCompleted", Level = LogLevel.Information, Message = "Run {RunId} of product '{Product}' has published to all of its ports: {Ports}")]
    public static partial void RunCompleted(ILogger logger, Guid runId, string product, string ports);

    [LoggerMessage(EventId = 4003, EventName = "DiscardFailed", Level = LogLevel.Warning, Message = "Files of a failed publish to port '{Port}' could not be deleted; they are not part of any snapshot")]
    public static partial void DiscardFailed(ILogger logger, string port, Exception error);

    [LoggerMessage(EventId = 4004, EventName = "ProgressFailed", Level = LogLevel.Warning, Message = "The rows are published to port '{Port}', but the caller's progress reporter failed")]
    public static partial void ProgressFailed(ILogger logger, string port, Exception error);

    [LoggerMessage(EventId = 4005, EventName = "RolledBack", Level = LogLevel.Information, Message = "Port '{Port}' has the rows of snapshot {Restored} again, in snapshot {SnapshotId}")]
    public static partial void RolledBack(ILogger logger, string port, long restored, long snapshotId);

    [LoggerMessage(EventId = 4006, EventName = "Maintained", Level = LogLevel.Information, Message = "Maintenance of port '{Port}': {Snapshots} snapshots expired with {Files} files, {Orphans} files without a snapshot deleted, {Failures} not deleted, {Compacted} small files put into {Into}")]
    public static partial void Maintained(ILogger logger, string port, int snapshots, int files, int orphans, int failures, int compacted, int into);

    [LoggerMessage(EventId = 4007, EventName = "Deleted", Level = LogLevel.Information, Message = "Deleted {Rows} rows of port '{Port}', snapshot {SnapshotId}, run {RunId}")]
    public static partial void Deleted(ILogger logger, long rows, string port, long snapshotId, Guid runId);

    [LoggerMessage(EventId = 4008, EventName = "Erased", Level = LogLevel.Information, Message = "Erased {Rows} rows and {Rejected} rows in quarantine of port '{Port}', erasure {Id}: {Snapshots} snapshots expired, {Files} files deleted, complete: {IsComplete}")]
    public static partial void Erased(ILogger logger, long rows, long rejected, string port, Guid id, int snapshots, int files, bool isComplete);

    [LoggerMessage(EventId = 4015, EventName = "FastForwarded", Level = LogLevel.Information, Message = "Port '{Port}' shows what was published to its branch '{Branch}': snapshot {SnapshotId}")]
    public static partial void FastForwarded(ILogger logger, string port, string branch, long snapshotId);

    [LoggerMessage(EventId = 4016, EventName = "ReferencePastRetention", Level = LogLevel.Warning, Message = "'{Reference}' of port '{Port}' was dropped: its snapshot has rows that by the policy's retention nobody may read any more. A legal hold would have kept it")]
    public static partial void ReferencePastRetention(ILogger logger, string reference, string port);

    [LoggerMessage(EventId = 4021, EventName = "RowsQuarantined", Level = LogLevel.Warning, Message = "{Rows} rows of run {RunId} break quality rules of port '{Port}' and went to quarantine")]
    public static partial void RowsQuarantined(ILogger logger, long rows, Guid runId, string port);

    [LoggerMessage(EventId = 4022, EventName = "RunNotRecorded", Level = LogLevel.Warning, Message = "What run {RunId} found in the rows of port '{Port}' could not be recorded")]
    public static partial void RunNotRecorded(ILogger logger, Guid runId, string port, Exception error);

    [LoggerMessage(EventId = 2004, EventName = "PolicyEngineUnknownColumn", Level = LogLevel.Error, Message = "Access to port '{Port}' was denied because the policy engine {Engine} hides a column that the contract does not have")]
    public static partial void PolicyEngineUnknownColumn(ILogger logger, string port, string engine);

    [LoggerMessage(EventId = 2005, EventName = "AuditDelayed", Level = LogLevel.Error, Message = "{Records} audit records cannot be written and wait in memory; when too many wait, reads are denied")]
    public static partial void AuditDelayed(ILogger logger, int records, Exception error);

    [LoggerMessage(EventId = 2006, EventName = "AuditLost", Level = LogLevel.Critical, Message = "{Records} audit records could not be written before the mesh was closed and are lost")]
    public static partial void AuditLost(ILogger logger, int records, Exception error);

    [LoggerMessage(EventId = 3001, EventName = "Registered", Level = LogLevel.Information, Message = "Product '{Product}' is registered, head {Head}")]
    public static partial void Registered(ILogger logger, string product, long head);

    [LoggerMessage(EventId = 3002, EventName = "RegistrationDelayed", Level = LogLevel.Warning, Message = "Products could not be registered at start; trying again in the background until the store answers")]
    public static partial void RegistrationDelayed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 3003, EventName = "UnpinnedReference", Level = LogLevel.Warning, Message = "Port '{Port}' was opened without a major version; a new major version will change what this process reads. Pin it: '{Pinned}'")]
    public static partial void UnpinnedReference(ILogger logger, string port, string pinned);

    [LoggerMessage(EventId = 3004, EventName = "OlderDefinition", Level = LogLevel.Warning, Message = "Product '{Product}' is registered by a newer version of the application; this process keeps to what is registered")]
    public static partial void OlderDefinition(ILogger logger, string product);

    [LoggerMessage(EventId = 3005, EventName = "TableEvolved", Level = LogLevel.Information, Message = "The table of port '{Port}' has the columns of version {Version} now")]
    public static partial void TableEvolved(ILogger logger, string port, string version);

    [LoggerMessage(EventId = 3006, EventName = "PortMoved", Level = LogLevel.Information, Message = "Port '{Port}' is {Status} now, by '{By}'")]
    public static partial void PortMoved(ILogger logger, string port, LifecycleStatus status, string by);

    [LoggerMessage(EventId = 3007, EventName = "PortDeprecated", Level = LogLevel.Warning, Message = "Port '{Port}' is deprecated and will end.{Details}")]
    public static partial void PortDeprecated(ILogger logger, string port, string details);

    [LoggerMessage(EventId = 3008, EventName = "PortUnfinished", Level = LogLevel.Warning, Message = "Port '{Port}' is {Status} and may change without notice; ask {Owner} when it will be active")]
    public static partial void PortUnfinished(ILogger logger, string port, string status, string owner);

    [LoggerMessage(EventId = 3009, EventName = "ExpectationsUnchecked", Level = LogLevel.Warning, Message = "Whether the inputs fit could not be checked at start, because the store does not answer; reads will say it")]
    public static partial void ExpectationsUnchecked(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4009, EventName = "PortFrozen", Level = LogLevel.Warning, Message = "Port '{Port}' is frozen by '{By}': {Reason}")]
    public static partial void PortFrozen(ILogger logger, string port, string by, string reason);

    [LoggerMessage(EventId = 4010, EventName = "PortUnfrozen", Level = LogLevel.Information, Message = "Port '{Port}' is no longer frozen, by '{By}'")]
    public static partial void PortUnfrozen(ILogger logger, string port, string by);

    [LoggerMessage(EventId = 4011, EventName = "Refreshed", Level = LogLevel.Information, Message = "Port '{Port}' was refreshed ({Trigger}): {Outcome}, after {Attempts} attempts")]
    public static partial void Refreshed(ILogger logger, string port, RefreshTrigger trigger, RefreshOutcome outcome, int attempts);

    [LoggerMessage(EventId = 4012, EventName = "RefreshFailed", Level = LogLevel.Error, Message = "Port '{Port}' could not be refreshed ({Trigger}); readers keep the last snapshot, and the next trigger tries again")]
    public static partial void RefreshFailed(ILogger logger, string port, RefreshTrigger trigger, Exception error);

    [LoggerMessage(EventId = 4013, EventName = "RefreshRetried", Level = LogLevel.Warning, Message = "Attempt {Attempt} to refresh port '{Port}' failed, and is made again in {Pause}")]
    public static partial void RefreshRetried(ILogger logger, string port, int attempt, TimeSpan pause, Exception error);

    [LoggerMessage(EventId = 4014, EventName = "HostedWorkDelayed", Level = LogLevel.Warning, Message = "The host cannot {Work} port '{Port}' at the moment, and tries again")]
    public static partial void HostedWorkDelayed(ILogger logger, string work, string port, Exception error);

    [LoggerMessage(EventId = 5001, EventName = "AccessRequested", Level = LogLevel.Information, Message = "Request {Agreement}: '{Consumer}' asks for access to port '{Port}' for purpose '{Purpose}'")]
    public static partial void AccessRequested(ILogger logger, Guid agreement, string port, string consumer, string purpose);

    [LoggerMessage(EventId = 5002, EventName = "AgreementDecided", Level = LogLevel.Information, Message = "Decided ({Operation}) agreement {Agreement} about port '{Port}' with '{Consumer}', by '{Decider}'")]
    public static partial void AgreementDecided(ILogger logger, string operation, Guid agreement, string port, string consumer, string decider);

    [LoggerMessage(EventId = 2007, EventName = "MaskKeyMissing", Level = LogLevel.Error, Message = "Port '{Port}' needs the key of scope '{Scope}' for a keyed hash: {Problem}. What depends on it is denied")]
    public static partial void MaskKeyMissing(ILogger logger, string port, string scope, string problem);

    [LoggerMessage(EventId = 2008, EventName = "MaskKeyFailed", Level = LogLevel.Error, Message = "Port '{Port}' needs the key of scope '{Scope}' for a keyed hash, and the key provider failed. What depends on it is denied")]
    public static partial void MaskKeyFailed(ILogger logger, string port, string scope, Exception error);

    [LoggerMessage(EventId = 2009, EventName = "StreamCut", Level = LogLevel.Warning, Message = "An open read of port '{Port}' by '{Principal}' was cut because its access ended or changed")]
    public static partial void StreamCut(ILogger logger, string port, string principal);

    [LoggerMessage(EventId = 2010, EventName = "StreamUnconfirmed", Level = LogLevel.Error, Message = "Whether an open read of port '{Port}' may go on could not be found out, so it is cut")]
    public static partial void StreamUnconfirmed(ILogger logger, string port, Exception error);

    [LoggerMessage(EventId = 5003, EventName = "AgreementUnreadable", Level = LogLevel.Warning, Message = "An agreement of product '{Product}' gives nothing, because it cannot be believed: {Problem}")]
    public static partial void AgreementUnreadable(ILogger logger, string product, string problem);

    [LoggerMessage(EventId = 5004, EventName = "AgreementEnding", Level = LogLevel.Warning, Message = "Access to port '{Port}' under agreement {Agreement} ends at {End:u}, in less than {Days} days. Ask its owner to renew it with Access.RenewAsync, or ask again with Access.RequestAsync")]
    public static partial void AgreementEnding(ILogger logger, string port, Guid agreement, DateTimeOffset end, int days);

    [LoggerMessage(EventId = 5006, EventName = "ErasureAcknowledged", Level = LogLevel.Information, Message = "Obligation {Obligation} to erase what was read of port '{Port}' is acknowledged, erasure {Erasure}")]
    public static partial void ErasureAcknowledged(ILogger logger, Guid obligation, string port, Guid erasure);

    [LoggerMessage(EventId = 5005, EventName = "ColumnClassified", Level = LogLevel.Information, Message = "Column '{Column}' of port '{Port}' is {Level} from policy epoch {Epoch} on, by '{By}'")]
    public static partial void ColumnClassified(ILogger logger, string column, string port, Classification level, long epoch, string by);
}
