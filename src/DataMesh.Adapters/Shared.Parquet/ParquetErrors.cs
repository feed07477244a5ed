using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Errors that both Parquet engines report in the same words; each names itself by its own ParquetAdapter.Name.</summary>
internal static class ParquetErrors
{
    internal static DataMeshException Damaged(ObjectPath path, string operation, string reason, Exception? inner = null) => new(
        DataMeshErrorKind.CorruptData,
        $"Cannot {operation} Parquet file '{path}': {reason}. The file is damaged, truncated or not the file the metadata describes. Restore it or read an earlier snapshot.",
        inner) { Adapter = ParquetAdapter.Name, Operation = operation };

    /// <summary>A failure while reading; the messages of a library may hold values and stay in the inner exception.</summary>
    internal static DataMeshException WhileReading(Exception error, ObjectPath path, string operation) => error switch
    {
        DataMeshException ours => ours,
        InvalidDataException invalid => Damaged(path, operation, invalid.Message, error),
        _ => Damaged(path, operation, "the Parquet reader rejected its content", error),
    };

    internal static DataMeshException WhileWriting(Exception error, ObjectPath path) => error as DataMeshException ?? new DataMeshException(
        DataMeshErrorKind.Unknown,
        $"Cannot write Parquet file '{path}': the Parquet writer refused a batch or could not encode it. Nothing is visible. The inner exception holds the library's message.",
        error) { Adapter = ParquetAdapter.Name, Operation = "write" };

    /// <summary>Runs a step of a read; what it throws names the file.</summary>
    internal static T Guard<T>(ObjectPath path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw WhileReading(error, path, "read");
        }
    }
}
