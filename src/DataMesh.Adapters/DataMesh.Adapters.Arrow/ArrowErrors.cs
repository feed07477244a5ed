using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Turns what is wrong with Arrow files into our errors.</summary>
internal static class ArrowErrors
{
    internal const string AdapterName = "arrow";

    internal static DataMeshException Damaged(ObjectPath path, string operation, string reason, Exception? inner = null) => new(
        DataMeshErrorKind.CorruptData,
        $"Cannot {operation} Arrow file '{path}': {reason}. The file is damaged, truncated, of another format or uses what this version does not read. Get it again, or write it with other settings.",
        inner) { Adapter = AdapterName, Operation = operation };

    internal static DataMeshException TooLarge(ObjectPath path, string reason) => new(
        DataMeshErrorKind.LimitExceeded,
        $"Cannot read Arrow file '{path}': {reason}. If you trust the file, raise {nameof(ArrowFileOptions)}.{nameof(ArrowFileOptions.LargestBatchBytes)}; otherwise it was made to fill the memory.")
        { Adapter = AdapterName, Operation = "read" };

    /// <summary>Names the file in a failure that only knew bytes.</summary>
    internal static DataMeshException WhileReading(Exception error, ObjectPath path, string operation) => error switch
    {
        DataMeshException { Operation: "validate" } invalid => Damaged(path, operation, $"it holds what its schema does not say. {invalid.Message.TrimEnd('.')}", invalid),
        DataMeshException ours => ours,
        InvalidDataException invalid => Damaged(path, operation, invalid.Message, invalid),
        LimitException limit => TooLarge(path, limit.Message),
        _ => Damaged(path, operation, "its content was rejected", error),
    };
}
