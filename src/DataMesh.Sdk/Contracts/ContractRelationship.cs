using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>A reference between properties, such as a foreign key.</summary>
public sealed class ContractRelationship : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractRelationship() : this(new YamlMapping()) { }

    internal ContractRelationship(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The kind; <c>foreignKey</c> when absent.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>The property or properties that refer; only on an object, since a property refers itself.</summary>
    public JsonNode? From { get => GetValue(); set => SetValue(value); }

    /// <summary>The property or properties referred to: <c>object.property</c> or <c>schema/id/properties/id</c>.</summary>
    public JsonNode? To { get => GetValue(); set => SetValue(value); }

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
