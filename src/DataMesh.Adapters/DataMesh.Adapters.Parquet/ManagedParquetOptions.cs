namespace DataMesh.Adapters;

/// <summary>How Parquet files are written and read without native code.</summary>
public sealed class ManagedParquetOptions
{
    /// <summary>The compression of new files.</summary>
    /// <value>Default <see cref="ParquetCompression.Zstd"/>.</value>
    public ParquetCompression Compression { get; set; } = ParquetCompression.Zstd;

    /// <summary>The level of <see cref="ParquetCompression.Zstd"/>; other compressions have none.</summary>
    /// <value>1 to 19. Default 1.</value>
    public int CompressionLevel { get; set; } = 1;

    /// <summary>Encodes and decodes the columns of a batch on several cores.</summary>
    /// <value>Default true.</value>
    public bool UseThreads { get; set; } = true;

    /// <summary>Compares pages with their checksums, where a file has them, so that a flipped bit is an error and not another value.</summary>
    /// <value>Default true.</value>
    public bool VerifyChecksums { get; set; } = true;
}
