using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Where the bytes of an open file come from.</summary>
internal sealed record ParquetFileSource
{
    internal required ObjectStore Store { get; init; }

    internal required ObjectPath Path { get; init; }

    internal required long Length { get; init; }

    /// <summary>The last bytes of the file, which hold the footer.</summary>
    internal required byte[] Tail { get; init; }

    /// <summary>The local file, which the native library opens itself; null when there is none.</summary>
    internal required string? LocalFile { get; init; }
}
