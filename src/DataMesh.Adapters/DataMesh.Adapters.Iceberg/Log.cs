using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, EventName = "HintNotWritten", Level = LogLevel.Warning,
        Message = "Version {Version} of table '{Table}' is committed, but its version hint could not be written; readers probe forward from the older hint")]
    public static partial void HintNotWritten(this ILogger logger, Exception exception, TableLocation table, int version);

    [LoggerMessage(EventId = 4102, EventName = "CommitLost", Level = LogLevel.Debug,
        Message = "Attempt {Attempt} to commit version {Version} of table '{Table}' lost to another writer; it is rebased")]
    public static partial void CommitLost(this ILogger logger, TableLocation table, int version, int attempt);

    [LoggerMessage(EventId = 4103, EventName = "CommitOutcomeUnknown", Level = LogLevel.Warning,
        Message = "The store failed while version {Version} of table '{Table}' was committed; it is read back to decide")]
    public static partial void CommitOutcomeUnknown(this ILogger logger, Exception exception, TableLocation table, int version);

    [LoggerMessage(EventId = 4104, EventName = "CleanUpFailed", Level = LogLevel.Debug,
        Message = "A file of table '{Table}' that nothing refers to could not be deleted; orphan removal will find it")]
    public static partial void CleanUpFailed(this ILogger logger, Exception exception, TableLocation table);
}
