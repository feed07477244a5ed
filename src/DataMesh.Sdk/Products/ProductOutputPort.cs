namespace DataMesh;

/// <summary>What a product gives out, as its document says: known by name and version.</summary>
public sealed class ProductOutputPort : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ProductOutputPort() : this(new YamlMapping()) { }

    internal ProductOutputPort(YamlMapping node) : base(node) { }

    /// <summary>The name of the port.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The kind, for example <c>tables</c>.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>The version of the contract.</summary>
    public string? Version { get => GetText(); set => SetText(value); }

    /// <summary>The id of the contract.</summary>
    public string? ContractId { get => GetText(); set => SetText(value); }

    /// <summary>The contracts that this port is made from.</summary>
    public IList<ProductInputContract> InputContracts => GetElements(n => new ProductInputContract(n));

    /// <summary>Software bills of materials.</summary>
    public IList<ProductBillOfMaterials> Sbom => GetElements(n => new ProductBillOfMaterials(n));

    /// <summary>True when it should no longer be used (ODPS 1.1).</summary>
    public bool? Deprecated { get => GetFlag(); set => SetFlag(value); }

    /// <summary>Other names (ODPS 1.1).</summary>
    public IList<string> Synonyms => GetTexts();

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
