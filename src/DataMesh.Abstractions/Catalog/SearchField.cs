namespace DataMesh;

/// <summary>Where a search looks, best first.</summary>
public enum SearchField
{
    /// <summary>The product's or port's name.</summary>
    Name,

    /// <summary>A column's name or description.</summary>
    Column,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A description.</summary>
    Description,

    /// <summary>The owner.</summary>
    Owner,
}
