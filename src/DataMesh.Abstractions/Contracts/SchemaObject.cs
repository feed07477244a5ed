using Apache.Arrow;

namespace DataMesh;

/// <summary>The shape of a port's rows (ODCS 3.1, <c>schema[]</c>): named, typed, limited columns.</summary>
/// <remarks>Immutable. Column names are unique, compared ordinally.</remarks>
public sealed record SchemaObject
{
    /// <summary>The name of the row type, by default the record's in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>What one row is.</summary>
    public string? Description { get; init; }

    /// <summary>The columns, in order.</summary>
    public required IReadOnlyList<SchemaProperty> Properties { get; init; }

    /// <summary>The key columns in the order of the key; empty when rows have no key.</summary>
    public IReadOnlyList<SchemaProperty> Key => [.. Properties.Where(p => p.KeyPosition is not null).OrderBy(p => p.KeyPosition)];

    /// <summary>The column of a name; null when there is none.</summary>
    public SchemaProperty? Find(string name) => Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));

    /// <summary>The canonical Arrow schema, without field ids: the table format gives those.</summary>
    public Schema ToArrowSchema()
    {
        Schema.Builder builder = new();
        foreach (SchemaProperty property in Properties)
            builder.Field(ArrowFields.Create(property.Name, property.Type, !property.Required));
        return builder.Build();
    }
}
