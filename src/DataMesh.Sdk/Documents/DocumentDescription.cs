namespace DataMesh;

/// <summary>What a contract or product is for.</summary>
public sealed class DocumentDescription : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public DocumentDescription() : this(new YamlMapping()) { }

    internal DocumentDescription(YamlMapping node) : base(node) { }

    /// <summary>What it is for.</summary>
    public string? Purpose { get => GetText(); set => SetText(value); }

    /// <summary>What it is not for, and what to know before using it.</summary>
    public string? Limitations { get => GetText(); set => SetText(value); }

    /// <summary>How to use it.</summary>
    public string? Usage { get => GetText(); set => SetText(value); }

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
