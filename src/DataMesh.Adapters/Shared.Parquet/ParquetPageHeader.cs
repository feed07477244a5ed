namespace DataMesh.Adapters;

/// <summary>The header of one page (parquet.thrift, PageHeader), without its statistics.</summary>
internal readonly record struct ParquetPageHeader
{
    internal ParquetPageKind Kind { get; init; }

    /// <summary>The bytes of the header itself; the page follows.</summary>
    internal int HeaderBytes { get; init; }

    /// <summary>The stored bytes of the page.</summary>
    internal int StoredBytes { get; init; }

    /// <summary>The bytes of the page once decompressed.</summary>
    internal int PlainBytes { get; init; }

    /// <summary>CRC-32 of the stored bytes; null when there is none.</summary>
    internal uint? Checksum { get; init; }

    /// <summary>Values, nulls included; of a dictionary, entries.</summary>
    internal int ValueCount { get; init; }

    internal ParquetEncoding Encoding { get; init; }

    /// <summary>How definition levels are encoded; pages of version 2 always use <see cref="ParquetEncoding.Rle"/>.</summary>
    internal ParquetEncoding LevelEncoding { get; init; }

    /// <summary>The stored bytes of repetition levels before the values; only version 2.</summary>
    internal int RepetitionBytes { get; init; }

    /// <summary>The stored bytes of definition levels before the values; only version 2.</summary>
    internal int DefinitionBytes { get; init; }

    /// <summary>False when a page of version 2 is stored plain in spite of the column's compression.</summary>
    internal bool IsCompressed { get; init; }
}

/// <summary>The kinds of pages (parquet.thrift, PageType).</summary>
internal enum ParquetPageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>The encodings of values and levels (parquet.thrift, Encoding).</summary>
internal enum ParquetEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Rle = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RleDictionary = 8,
    ByteStreamSplit = 9,
}
