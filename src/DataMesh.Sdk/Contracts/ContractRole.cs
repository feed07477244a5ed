namespace DataMesh;

/// <summary>A role that gives access.</summary>
public sealed class ContractRole : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractRole() : this(new YamlMapping()) { }

    internal ContractRole(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name of the role.</summary>
    public string? Role { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>What it allows, for example <c>read</c>.</summary>
    public string? Access { get => GetText(); set => SetText(value); }

    /// <summary>Who approves first.</summary>
    public string? FirstLevelApprovers { get => GetText(); set => SetText(value); }

    /// <summary>Who approves then.</summary>
    public string? SecondLevelApprovers { get => GetText(); set => SetText(value); }

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
