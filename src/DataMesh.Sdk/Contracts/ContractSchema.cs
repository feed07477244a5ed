namespace DataMesh;

/// <summary>A table, topic, file or other object that a contract describes.</summary>
public sealed class ContractSchema : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractSchema() : this(new YamlMapping()) { }

    internal ContractSchema(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>Always <c>object</c>.</summary>
    public string? LogicalType { get => GetText(); set => SetText(value); }

    /// <summary>What it is in its store, for example <c>table</c>, <c>view</c>, <c>topic</c>.</summary>
    public string? PhysicalType { get => GetText(); set => SetText(value); }

    /// <summary>The name in its store.</summary>
    public string? PhysicalName { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The name that people use.</summary>
    public string? BusinessName { get => GetText(); set => SetText(value); }

    /// <summary>What one row is.</summary>
    public string? DataGranularityDescription { get => GetText(); set => SetText(value); }

    /// <summary>The columns or fields, in order.</summary>
    public IList<ContractProperty> Properties => GetElements(n => new ContractProperty(n));

    /// <summary>References to other objects.</summary>
    public IList<ContractRelationship> Relationships => GetElements(n => new ContractRelationship(n));

    /// <summary>Rules about the object as a whole.</summary>
    public IList<ContractQualityRule> Quality => GetElements(n => new ContractQualityRule(n));

    /// <summary>True when it should no longer be used (ODCS 3.2).</summary>
    public bool? Deprecated { get => GetFlag(); set => SetFlag(value); }

    /// <summary>Other names (ODCS 3.2).</summary>
    public IList<string> Synonyms => GetTexts();

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
