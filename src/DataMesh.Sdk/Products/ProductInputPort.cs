namespace DataMesh;

/// <summary>What a product takes in, as its document says.</summary>
public sealed class ProductInputPort : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ProductInputPort() : this(new YamlMapping()) { }

    internal ProductInputPort(YamlMapping node) : base(node) { }

    /// <summary>The name of the port.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>The version of the contract.</summary>
    public string? Version { get => GetText(); set => SetText(value); }

    /// <summary>The id of the contract.</summary>
    public string? ContractId { get => GetText(); set => SetText(value); }

    /// <summary>True when it should no longer be used (ODPS 1.1).</summary>
    public bool? Deprecated { get => GetFlag(); set => SetFlag(value); }

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
