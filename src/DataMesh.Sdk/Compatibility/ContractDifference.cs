using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>One difference between two contracts and what it means for either side.</summary>
public sealed record ContractDifference
{
    /// <summary>The rule that judged it, for example <c>property-removed</c>; the documentation lists all. Names do not change.</summary>
    public required string Rule { get; init; }

    /// <summary>How the place differs.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>The place, with items of lists by their names: <c>/schema[name=lines]/properties[name=amount]/required</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The former value; null when there was none.</summary>
    public JsonNode? Former { get; init; }

    /// <summary>The value now; null when there is none.</summary>
    public JsonNode? Current { get; init; }

    /// <summary>What changed, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it has the impact it has.</summary>
    public required string Reason { get; init; }

    /// <summary>What it means when the contract is a promise to readers.</summary>
    public required ChangeImpact OutputPort { get; init; }

    /// <summary>What it means when the contract is an expectation of a provider.</summary>
    public required ChangeImpact InputPort { get; init; }

    /// <summary>True when readers must be told in advance, whatever the version.</summary>
    public bool NeedsNotice { get; init; }

    /// <summary>What it means for a side.</summary>
    public ChangeImpact On(CompatibilityDirection direction) => direction switch
    {
        CompatibilityDirection.OutputPort => OutputPort,
        CompatibilityDirection.InputPort => InputPort,
        _ => (ChangeImpact)Math.Max((int)OutputPort, (int)InputPort),
    };

    /// <summary>The change with its impact on both sides.</summary>
    public override string ToString() => $"{Summary} ({Rule}; output port: {EnumText.Spell(OutputPort)}, input port: {EnumText.Spell(InputPort)})";

    internal static ContractDifference From(FoundDifference found) => new()
    {
        Rule = found.Rule.Name,
        Kind = found.Former is null ? DifferenceKind.Added : found.Current is null ? DifferenceKind.Removed : DifferenceKind.Changed,
        Path = found.Path,
        Former = YamlJson.Read(found.Former),
        Current = YamlJson.Read(found.Current),
        Summary = found.Summary,
        Reason = found.Rule.Reason,
        OutputPort = found.Rule.OutputPort,
        InputPort = found.Rule.InputPort,
        NeedsNotice = found.Rule.NeedsNotice,
    };
}
