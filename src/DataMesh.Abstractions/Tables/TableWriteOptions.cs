using Apache.Arrow.Memory;

namespace DataMesh.Adapters.Authoring;

/// <summary>How to write rows into new data files.</summary>
public sealed record TableWriteOptions
{
    /// <summary>The defaults.</summary>
    public static TableWriteOptions Default { get; } = new();

    /// <summary>The size at which the next file is started, in bytes.</summary>
    /// <value>Default 256 MiB.</value>
    public long TargetFileBytes { get; init; } = 256L << 20;

    /// <summary>Rows in a row group at most.</summary>
    /// <value>Default 131,072.</value>
    public int RowGroupRows { get; init; } = 131_072;

    /// <summary>Partitions kept open at once; rows of a further one close the one used longest ago.</summary>
    /// <value>Default 64.</value>
    public int MaxOpenPartitions { get; init; } = 64;

    /// <summary>True when the rows come in the table's <see cref="TableState.SortOrder"/>: the files then say so.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Where buffers come from; null: the adapter's default.</summary>
    public MemoryAllocator? Allocator { get; init; }
}
