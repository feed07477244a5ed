namespace DataMesh;

/// <summary>A contract that an output port is made from.</summary>
public sealed class ProductInputContract : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ProductInputContract() : this(new YamlMapping()) { }

    internal ProductInputContract(YamlMapping node) : base(node) { }

    /// <summary>The id of the contract.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The version of the contract.</summary>
    public string? Version { get => GetText(); set => SetText(value); }
}
