using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>What the columns of a table are to become, and how its files are to be laid out from now on.</summary>
public sealed record TableEvolution
{
    /// <summary>
    /// All columns after the change, in order. A field with a field id (<see cref="ArrowFields.GetFieldId"/>) continues the table's field of that id, whatever its name and
    /// type are now; a field without one is new and gets an id that no field had before. Fields that do not come again are dropped. The same holds below structs; the element of
    /// a list and the key and value of a map always continue.
    /// </summary>
    public required Schema Schema { get; init; }

    /// <summary>The partitioning of files that are written from now on, in terms of the columns after the change; those that are there keep theirs. Null: it stays.</summary>
    public IReadOnlyList<PartitionField>? Partitioning { get; init; }

    /// <summary>The order that maintenance sorts rows in from now on; null: it stays.</summary>
    public IReadOnlyList<SortField>? SortOrder { get; init; }

    /// <summary>Columns whose bounds appear nowhere in metadata and files that are written from now on. What was withheld before stays so.</summary>
    public IReadOnlyList<string> WithoutBounds { get; init; } = [];

    /// <summary>Table properties to set in the same change; others stay.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
