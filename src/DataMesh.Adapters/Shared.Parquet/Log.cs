using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "ParquetFileWritten", Level = LogLevel.Debug, Message = "Wrote Parquet file '{Path}': {Rows} rows in {RowGroups} row groups, {Bytes} bytes")]
    public static partial void ParquetFileWritten(this ILogger logger, ObjectPath path, long rows, int rowGroups, long bytes);

    [LoggerMessage(EventId = 2, EventName = "ParquetFileOpened", Level = LogLevel.Debug, Message = "Opened Parquet file '{Path}': {Rows} rows in {RowGroups} row groups")]
    public static partial void ParquetFileOpened(this ILogger logger, ObjectPath path, long rows, int rowGroups);

    [LoggerMessage(EventId = 3, EventName = "ParquetRowGroupsSkipped", Level = LogLevel.Debug, Message = "Skipped {Skipped} of {RowGroups} row groups of Parquet file '{Path}' by statistics")]
    public static partial void ParquetRowGroupsSkipped(this ILogger logger, ObjectPath path, int skipped, int rowGroups);
}
