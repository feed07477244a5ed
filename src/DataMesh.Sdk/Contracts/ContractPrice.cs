namespace DataMesh;

/// <summary>What the data costs.</summary>
public sealed class ContractPrice : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractPrice() : this(new YamlMapping()) { }

    internal ContractPrice(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The amount.</summary>
    public decimal? PriceAmount { get => GetNumber(); set => SetNumber(value); }

    /// <summary>The currency, ISO 4217.</summary>
    public string? PriceCurrency { get => GetText(); set => SetText(value); }

    /// <summary>What the amount is for, for example <c>megabyte</c>.</summary>
    public string? PriceUnit { get => GetText(); set => SetText(value); }
}
