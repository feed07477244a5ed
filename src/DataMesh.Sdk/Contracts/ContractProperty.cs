using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>A column or field; of a nested object or an array also what lies below.</summary>
public sealed class ContractProperty : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractProperty() : this(new YamlMapping()) { }

    internal ContractProperty(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>The platform-neutral type: <c>string</c>, <c>date</c>, <c>timestamp</c>, <c>time</c>, <c>number</c>, <c>integer</c>, <c>object</c>, <c>array</c>, <c>boolean</c>; since 3.2 also <c>map</c> and <c>vector</c>.</summary>
    public string? LogicalType { get => GetText(); set => SetText(value); }

    /// <summary>Limits and details of the logical type. Written only beside a logical type: the standard forbids it otherwise.</summary>
    public ContractTypeOptions? LogicalTypeOptions { get => GetElement(n => new ContractTypeOptions(n)); set => SetElement(value); }

    /// <summary>The type in its store, for example <c>decimal(18,2)</c> or <c>varchar(20)</c>.</summary>
    public string? PhysicalType { get => GetText(); set => SetText(value); }

    /// <summary>The name in its store.</summary>
    public string? PhysicalName { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The name that people use.</summary>
    public string? BusinessName { get => GetText(); set => SetText(value); }

    /// <summary>True when every row has a value.</summary>
    public bool? Required { get => GetFlag(); set => SetFlag(value); }

    /// <summary>True when no value appears twice.</summary>
    public bool? Unique { get => GetFlag(); set => SetFlag(value); }

    /// <summary>True when it is part of the key.</summary>
    public bool? PrimaryKey { get => GetFlag(); set => SetFlag(value); }

    /// <summary>The one-based place in the key.</summary>
    public int? PrimaryKeyPosition { get => GetInteger(); set => SetInteger(value); }

    /// <summary>True when the store is partitioned by it.</summary>
    public bool? Partitioned { get => GetFlag(); set => SetFlag(value); }

    /// <summary>The one-based place among the partition columns.</summary>
    public int? PartitionKeyPosition { get => GetInteger(); set => SetInteger(value); }

    /// <summary>How sensitive the values are, in the words of the organisation.</summary>
    public string? Classification { get => GetText(); set => SetText(value); }

    /// <summary>True when decisions of the business depend on it.</summary>
    public bool? CriticalDataElement { get => GetFlag(); set => SetFlag(value); }

    /// <summary>The name of the property that holds the encrypted values.</summary>
    public string? EncryptedName { get => GetText(); set => SetText(value); }

    /// <summary>What the values are made from.</summary>
    public IList<string> TransformSourceObjects => GetTexts();

    /// <summary>How, in a language.</summary>
    public string? TransformLogic { get => GetText(); set => SetText(value); }

    /// <summary>How, in words.</summary>
    public string? TransformDescription { get => GetText(); set => SetText(value); }

    /// <summary>Sample values: an array.</summary>
    public JsonNode? Examples { get => GetValue(); set => SetValue(value); }

    /// <summary>The properties of an object.</summary>
    public IList<ContractProperty> Properties => GetElements(n => new ContractProperty(n));

    /// <summary>What an array holds.</summary>
    public ContractProperty? Items { get => GetElement(n => new ContractProperty(n)); set => SetElement(value); }

    /// <summary>References to other properties.</summary>
    public IList<ContractRelationship> Relationships => GetElements(n => new ContractRelationship(n));

    /// <summary>Rules about the values.</summary>
    public IList<ContractQualityRule> Quality => GetElements(n => new ContractQualityRule(n));

    /// <summary>The only values allowed: an array of objects with <c>value</c> and <c>label</c> (ODCS 3.2).</summary>
    public JsonNode? Enum { get => GetValue(); set => SetValue(value); }

    /// <summary>What it is in analysis: <c>column</c>, <c>measure</c>, <c>dimension</c> (ODCS 3.2).</summary>
    public string? SemanticType { get => GetText(); set => SetText(value); }

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
