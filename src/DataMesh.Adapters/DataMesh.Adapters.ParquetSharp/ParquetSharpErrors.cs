using System.Runtime.InteropServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Turns failures of ParquetSharp, and of reading footers, into ours.</summary>
internal static class ParquetSharpErrors
{
    internal const string AdapterName = "parquetsharp";

    internal static DataMeshException Damaged(ObjectPath path, string operation, string reason, Exception? inner = null) => new(
        DataMeshErrorKind.CorruptData,
        $"Cannot {operation} Parquet file '{path}': {reason}. The file is damaged, truncated or not the file the metadata describes. Restore it or read an earlier snapshot.",
        inner) { Adapter = AdapterName, Operation = operation };

    /// <summary>A failure while reading; the messages of the native library may hold values and stay in the inner exception.</summary>
    internal static DataMeshException WhileReading(Exception error, ObjectPath path, string operation) => error switch
    {
        DataMeshException ours => ours,
        _ when IsNativeLibraryMissing(error) => NativeLibraryMissing(error),
        InvalidDataException invalid => Damaged(path, operation, invalid.Message, error),
        _ => Damaged(path, operation, "the Parquet reader rejected its content", error),
    };

    internal static DataMeshException WhileWriting(Exception error, ObjectPath path) => error switch
    {
        DataMeshException ours => ours,
        _ when IsNativeLibraryMissing(error) => NativeLibraryMissing(error),
        _ => new DataMeshException(
            DataMeshErrorKind.Unknown,
            $"Cannot write Parquet file '{path}': the Parquet writer refused a batch or could not encode it. Nothing is visible. The inner exception holds the native message.",
            error) { Adapter = AdapterName, Operation = "write" },
    };

    internal static DataMeshException NativeLibraryMissing(Exception? inner) => new(
        DataMeshErrorKind.NativeLibraryMissing,
        $"Cannot start ParquetSharp: its native library did not load on '{RuntimeInformation.RuntimeIdentifier}'. It is built for linux-x64 and linux-arm64 with glibc, "
        + "osx-x64, osx-arm64, win-x64 and win-arm64. On Alpine use an image with glibc instead, for example the Debian or Ubuntu variant of the .NET image; "
        + "elsewhere check that the published output holds the folder 'runtimes' or was published for this platform.",
        inner) { Adapter = AdapterName, Operation = "start" };

    internal static bool IsNativeLibraryMissing(Exception error) =>
        error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException || (error is TypeInitializationException { InnerException: { } inner } && IsNativeLibraryMissing(inner));
}
