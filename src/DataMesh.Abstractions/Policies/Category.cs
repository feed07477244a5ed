namespace DataMesh;

/// <summary>What kind of sensitive data a column holds; any combination.</summary>
/// <remarks><see cref="Personal"/> and <see cref="Special"/> imply at least <see cref="Classification.Confidential"/>.</remarks>
[Flags]
public enum Category
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Relates to a person (GDPR Article 4).</summary>
    Personal = 1,

    /// <summary>Special categories of personal data (GDPR Article 9): health, religion and the like.</summary>
    Special = 2,

    /// <summary>Financial figures.</summary>
    Financial = 4,
}
