using Apache.Arrow.Memory;

namespace DataMesh.Adapters.Authoring;

/// <summary>Which rows and columns of a file or scan task to read.</summary>
public sealed record FileReadRequest
{
    /// <summary>Everything.</summary>
    public static FileReadRequest All { get; } = new();

    /// <summary>The names of the columns to return, in this order; null: all, in stored order; empty: batches without columns that still have row counts.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>A filter that may skip rows for which it is not true; null: none. The reader says by <see cref="DataFileReader.Supports"/> how well it applies it.</summary>
    public Filter? Filter { get; init; }

    /// <summary>The row groups to read, by their places in <see cref="FileSummary.RowGroups"/>; of a scan task, in <see cref="DataFile.SplitOffsets"/>. All other rows are as if they were not there.</summary>
    /// <value>Default all. Reads of different row groups of one file may run at once.</value>
    public Range RowGroups { get; init; } = Range.All;

    /// <summary>The greatest number of rows in a batch.</summary>
    /// <value>Default 32,768.</value>
    public int BatchRows { get; init; } = 32_768;

    /// <summary>True when text columns may come dictionary-encoded, each batch with its own dictionary, which may hold texts that no row has.</summary>
    /// <value>Default false: text columns are plain. Readers that cannot keep dictionaries ignore it.</value>
    public bool AllowDictionaries { get; init; }

    /// <summary>Where buffers come from; null: the adapter's default.</summary>
    public MemoryAllocator? Allocator { get; init; }
}
