using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>One promise about the service, such as latency or retention.</summary>
public sealed class ContractServiceLevel : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractServiceLevel() : this(new YamlMapping()) { }

    internal ContractServiceLevel(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>What is promised, for example <c>latency</c>, <c>retention</c>, <c>availability</c>, <c>endOfSupport</c>.</summary>
    public string? Property { get => GetText(); set => SetText(value); }

    /// <summary>The promised value.</summary>
    public JsonNode? Value { get => GetValue(); set => SetValue(value); }

    /// <summary>The other end of a range.</summary>
    public JsonNode? ValueExt { get => GetValue(); set => SetValue(value); }

    /// <summary>The unit, for example <c>d</c>, <c>h</c>, <c>percent</c>.</summary>
    public string? Unit { get => GetText(); set => SetText(value); }

    /// <summary>The object or property meant, <c>object.property</c>; several are separated by commas.</summary>
    public string? Element { get => GetText(); set => SetText(value); }

    /// <summary>Why: <c>regulatory</c>, <c>analytics</c>, <c>operational</c>.</summary>
    public string? Driver { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>What checks it.</summary>
    public string? Scheduler { get => GetText(); set => SetText(value); }

    /// <summary>When.</summary>
    public string? Schedule { get => GetText(); set => SetText(value); }
}
