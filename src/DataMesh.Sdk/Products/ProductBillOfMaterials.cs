namespace DataMesh;

/// <summary>A software bill of materials of an output port.</summary>
public sealed class ProductBillOfMaterials : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ProductBillOfMaterials() : this(new YamlMapping()) { }

    internal ProductBillOfMaterials(YamlMapping node) : base(node) { }

    /// <summary>The kind; <c>external</c> when absent.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>Where it is.</summary>
    public string? Url { get => GetText(); set => SetText(value); }
}
