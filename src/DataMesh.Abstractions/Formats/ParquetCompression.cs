namespace DataMesh.Adapters;

/// <summary>How the pages of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Zstandard: small files, fast at low levels.</summary>
    Zstd,

    /// <summary>Snappy: larger files, the least work.</summary>
    Snappy,

    /// <summary>Not at all.</summary>
    None,
}
