namespace DataMesh;

/// <summary>A place where more is said.</summary>
public sealed class AuthoritativeDefinition : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public AuthoritativeDefinition() : this(new YamlMapping()) { }

    internal AuthoritativeDefinition(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>Where.</summary>
    public string? Url { get => GetText(); set => SetText(value); }

    /// <summary>What is there, for example <c>businessDefinition</c>, <c>implementation</c>, <c>videoTutorial</c>.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }
}
