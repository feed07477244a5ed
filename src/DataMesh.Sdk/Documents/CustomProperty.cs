using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>A named value beside those of the standard.</summary>
public sealed class CustomProperty : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public CustomProperty() : this(new YamlMapping()) { }

    internal CustomProperty(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name.</summary>
    public string? Property { get => GetText(); set => SetText(value); }

    /// <summary>The value.</summary>
    public JsonNode? Value { get => GetValue(); set => SetValue(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>Whose value it is (ODCS 3.2).</summary>
    public string? Vendor { get => GetText(); set => SetText(value); }
}
