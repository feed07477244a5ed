using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "ArrowFileWritten", Level = LogLevel.Debug, Message = "Wrote Arrow file '{Path}': {Rows} rows in {Batches} batches, {Bytes} bytes")]
    public static partial void ArrowFileWritten(this ILogger logger, ObjectPath path, long rows, int batches, long bytes);

    [LoggerMessage(EventId = 2, EventName = "ArrowFileOpened", Level = LogLevel.Debug, Message = "Opened Arrow file '{Path}': {Rows} rows in {Batches} batches")]
    public static partial void ArrowFileOpened(this ILogger logger, ObjectPath path, long rows, int batches);
}
