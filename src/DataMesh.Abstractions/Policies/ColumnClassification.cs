namespace DataMesh;

/// <summary>The classification of one column, bound to its field id so that a rename does not lose it.</summary>
public sealed record ColumnClassification
{
    /// <summary>The column's field id in the port's table.</summary>
    public required int FieldId { get; init; }

    /// <summary>The column's name when the document was written; for people.</summary>
    public required string Name { get; init; }

    /// <summary>The level.</summary>
    public required Classification Level { get; init; }

    /// <summary>The categories.</summary>
    public Category Categories { get; init; }
}
