namespace DataMesh;

/// <summary>A column of a policy, bound to its field id so that a rename neither loses nor changes a rule.</summary>
public sealed record ColumnClassification
{
    /// <summary>The column's field id in the port's table.</summary>
    public required int FieldId { get; init; }

    /// <summary>The name by which the document's filters, masks and rules call the column.</summary>
    public required string Name { get; init; }

    /// <summary>The level.</summary>
    public required Classification Level { get; init; }

    /// <summary>The categories.</summary>
    public Category Categories { get; init; }

    /// <summary>True when bounds of a confidential or masked column stay in metadata and files, because filters need them. Then raw metadata and files of the table never leave.</summary>
    public bool KeepBounds { get; init; }

    /// <summary>True when a steward made the column stricter than the product's code declares. Registering code, of whatever age, keeps what is raised.</summary>
    public bool Raised { get; init; }
}
