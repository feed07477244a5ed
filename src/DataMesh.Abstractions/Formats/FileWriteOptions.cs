using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>How to write a data file.</summary>
public sealed record FileWriteOptions
{
    /// <summary>The schema of the batches, with a field id on every field.</summary>
    public required Schema Schema { get; init; }

    /// <summary>Rows in a row group at most.</summary>
    /// <value>Default 131,072.</value>
    public int RowGroupRows { get; init; } = 131_072;

    /// <summary>Field ids of columns whose bounds are written nowhere: confidential columns.</summary>
    public IReadOnlySet<int> WithoutBounds { get; init; } = System.Collections.Frozen.FrozenSet<int>.Empty;

    /// <summary>Key-value metadata for the file's footer.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
