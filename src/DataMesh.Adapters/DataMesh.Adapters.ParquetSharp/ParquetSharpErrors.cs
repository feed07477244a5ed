using System.Runtime.InteropServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Turns failures of ParquetSharp into ours.</summary>
internal static class ParquetSharpErrors
{
    /// <summary>A failure while reading; the messages of the native library may hold values and stay in the inner exception.</summary>
    internal static DataMeshException WhileReading(Exception error, ObjectPath path, string operation) =>
        IsNativeLibraryMissing(error) ? NativeLibraryMissing(error) : ParquetErrors.WhileReading(error, path, operation);

    internal static DataMeshException WhileWriting(Exception error, ObjectPath path) =>
        IsNativeLibraryMissing(error) ? NativeLibraryMissing(error) : ParquetErrors.WhileWriting(error, path);

    internal static DataMeshException NativeLibraryMissing(Exception? inner) => new(
        DataMeshErrorKind.NativeLibraryMissing,
        $"Cannot start ParquetSharp: its native library did not load on '{RuntimeInformation.RuntimeIdentifier}'. It is built for linux-x64 and linux-arm64 with glibc, "
        + "osx-x64, osx-arm64, win-x64 and win-arm64. There, check that the published output holds the folder 'runtimes' or was published for this platform. "
        + "Elsewhere, also on Alpine, call UseManagedParquet() from the package DataMesh.Adapters.Parquet, which needs no native library, or use an image with glibc.",
        inner) { Adapter = ParquetAdapter.Name, Operation = "start" };

    internal static bool IsNativeLibraryMissing(Exception error) =>
        error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException || (error is TypeInitializationException { InnerException: { } inner } && IsNativeLibraryMissing(inner));
}
