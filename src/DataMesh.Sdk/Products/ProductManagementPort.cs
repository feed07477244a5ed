namespace DataMesh;

/// <summary>Where a product is observed or controlled.</summary>
public sealed class ProductManagementPort : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ProductManagementPort() : this(new YamlMapping()) { }

    internal ProductManagementPort(YamlMapping node) : base(node) { }

    /// <summary>The name of the port.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>What it serves: <c>discoverability</c>, <c>observability</c>, <c>control</c>, <c>dictionary</c>.</summary>
    public string? Content { get => GetText(); set => SetText(value); }

    /// <summary>How: <c>rest</c> or <c>topic</c>.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>Where, of a REST endpoint.</summary>
    public string? Url { get => GetText(); set => SetText(value); }

    /// <summary>Where, of a topic.</summary>
    public string? Channel { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>True when it should no longer be used (ODPS 1.1).</summary>
    public bool? Deprecated { get => GetFlag(); set => SetFlag(value); }

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
