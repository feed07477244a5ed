namespace DataMesh.Adapters;

/// <summary>How Arrow files are written and read.</summary>
public sealed class ArrowFileOptions
{
    /// <summary>The compression of new files; every kind is read.</summary>
    /// <value>Default <see cref="ArrowCompression.None"/>.</value>
    public ArrowCompression Compression { get; set; } = ArrowCompression.None;

    /// <summary>The bytes that one record batch of a file, or one dictionary, may take in memory. More is refused before it is allocated.</summary>
    /// <value>Default null: 40 MB and twelve times the file's length, which a small file cannot use to fill the memory.</value>
    public long? LargestBatchBytes { get; set; }
}
