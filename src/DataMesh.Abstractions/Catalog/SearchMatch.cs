namespace DataMesh;

/// <summary>Why a search found a product.</summary>
public sealed record SearchMatch
{
    /// <summary>Where the word was found.</summary>
    public required SearchField Field { get; init; }

    /// <summary>The name, column or text in which it was found.</summary>
    public required string Text { get; init; }

    /// <summary>The word that was searched.</summary>
    public required string Term { get; init; }

    /// <summary>For example <c>column 'damage'</c>.</summary>
    public override string ToString() => $"{Field.ToString().ToLowerInvariant()} '{Text}'";
}
