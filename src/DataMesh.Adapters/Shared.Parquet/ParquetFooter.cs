namespace DataMesh.Adapters;

/// <summary>The footer of a Parquet file, as far as planning needs it.</summary>
internal sealed record ParquetFooter
{
    internal required long RowCount { get; init; }

    /// <summary>The key-value metadata; of a key that occurs twice, the first.</summary>
    internal required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The top-level columns, in stored order.</summary>
    internal required IReadOnlyList<ParquetColumn> Columns { get; init; }

    internal required IReadOnlyList<ParquetRowGroup> RowGroups { get; init; }

    /// <summary>True when the writer states the order of its bounds; without it they mean nothing (parquet.thrift, ColumnOrder).</summary>
    internal required bool HasColumnOrders { get; init; }
}

/// <summary>A top-level column and the leaves below it; a column of a canonical type is its own only leaf.</summary>
internal sealed record ParquetColumn
{
    /// <summary>The column as the schema has it, with all that is below.</summary>
    internal required ParquetNode Node { get; init; }

    internal required int FirstLeaf { get; init; }

    /// <summary>The leaves, in stored order.</summary>
    internal required IReadOnlyList<ParquetLeaf> Leaves { get; init; }

    internal string Name => Node.Name;

    /// <summary>True for a column without children that is not repeated.</summary>
    internal bool IsFlat => Node.IsLeaf && Node.Repetition != ParquetRepetition.Repeated;

    internal bool IsRequired => Node.Repetition == ParquetRepetition.Required;

    internal int? FieldId => Node.FieldId;
}

/// <summary>An element of the schema (parquet.thrift, SchemaElement) with those below it.</summary>
internal sealed record ParquetNode
{
    internal required string Name { get; init; }

    internal required ParquetRepetition Repetition { get; init; }

    /// <summary>The physical type; only of a leaf.</summary>
    internal required ParquetStoredType StoredType { get; init; }

    /// <summary>The length of a value of <see cref="ParquetStoredType.FixedBytes"/>.</summary>
    internal required int TypeLength { get; init; }

    internal required ParquetAnnotation Annotation { get; init; }

    internal required int? FieldId { get; init; }

    internal required IReadOnlyList<ParquetNode> Children { get; init; }

    internal bool IsLeaf => Children.Count == 0;
}

/// <summary>How often an element occurs in the one around it (parquet.thrift, FieldRepetitionType).</summary>
internal enum ParquetRepetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}

/// <summary>A column without children, which has pages of its own.</summary>
internal sealed record ParquetLeaf
{
    /// <summary>Its place among all leaves of the file.</summary>
    internal required int Ordinal { get; init; }

    /// <summary>True when it and all that is around it have a value in every row.</summary>
    internal required bool IsRequired { get; init; }

    /// <summary>True for the physical types INT32 and INT64, whose bounds are little-endian also for decimals.</summary>
    internal required bool IsStoredAsInteger { get; init; }

    internal int? FieldId { get; init; }
}

/// <summary>A row group; one chunk per leaf.</summary>
internal sealed record ParquetRowGroup
{
    internal required long RowCount { get; init; }

    internal required IReadOnlyList<ParquetChunk> Chunks { get; init; }

    internal long Offset
    {
        get
        {
            long offset = long.MaxValue;
            foreach (ParquetChunk chunk in Chunks)
                offset = Math.Min(offset, chunk.Offset);
            return Chunks.Count == 0 ? 0 : offset;
        }
    }
}

/// <summary>The pages of one leaf in one row group.</summary>
internal sealed record ParquetChunk
{
    internal required long Offset { get; init; }

    internal required long StoredBytes { get; init; }

    internal required long ValueCount { get; init; }

    /// <summary>The compression (parquet.thrift, CompressionCodec).</summary>
    internal required int Codec { get; init; }

    /// <summary>The stored size of the dictionary; null when there is none.</summary>
    internal long? DictionaryBytes { get; init; }

    internal long? NullCount { get; init; }

    internal byte[]? Minimum { get; init; }

    internal byte[]? Maximum { get; init; }
}
