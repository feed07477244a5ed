namespace DataMesh.Adapters;

/// <summary>How the buffers of an Arrow file are compressed.</summary>
public enum ArrowCompression
{
    /// <summary>Not at all: readers may map the file into memory.</summary>
    None,

    /// <summary>LZ4 frames: larger files, the least work.</summary>
    Lz4,

    /// <summary>Zstandard: smaller files.</summary>
    Zstd,
}
