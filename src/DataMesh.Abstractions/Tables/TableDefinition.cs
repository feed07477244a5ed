using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>What a new table is to be.</summary>
public sealed record TableDefinition
{
    /// <summary>The id to give the table.</summary>
    public required Guid TableId { get; init; }

    /// <summary>The columns, of canonical types, without field ids: the table format gives them.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The key columns; empty when rows have no key. They are required columns.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The partitioning; empty: none.</summary>
    public IReadOnlyList<PartitionField> Partitioning { get; init; } = [];

    /// <summary>The order that maintenance sorts rows in; empty: none.</summary>
    public IReadOnlyList<SortField> SortOrder { get; init; } = [];

    /// <summary>Columns whose bounds appear nowhere in metadata and files.</summary>
    public IReadOnlyList<string> WithoutBounds { get; init; } = [];

    /// <summary>Table properties to record.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
