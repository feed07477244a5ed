using System.Globalization;
using System.Text;

namespace DataMesh;

/// <summary>What changed between two contracts, what that means for readers and for providers, and which version says so.</summary>
/// <remarks>
/// A promise (an output port) breaks its readers by being loosened, an expectation (an input port) breaks its provider by being tightened; every difference is judged for both.
/// Items of lists are known by their names. A property or object is renamed rather than removed and added when its <c>id</c> stays or its former name is kept (<see cref="FormerNameAttribute"/>).
/// </remarks>
public sealed class ContractComparison
{
    private readonly ContractDocument _former;
    private readonly ContractDocument _current;

    private ContractComparison(ContractDocument former, ContractDocument current, bool strict)
    {
        (_former, _current) = (former, current);
        Differences = [.. ContractComparer.Compare(former.Node, current.Node, strict).Select(ContractDifference.From)];
    }

    /// <summary>The differences, section by section; empty when both contracts say the same. The version itself is none.</summary>
    public IReadOnlyList<ContractDifference> Differences { get; }

    /// <summary>Compares two documents.</summary>
    /// <param name="former">The contract as it was.</param>
    /// <param name="current">The contract as it is or is meant to be.</param>
    /// <param name="strict">True when a raised maximum or a loosened pattern breaks readers; by default it is a minor change that readers are to be told of.</param>
    public static ContractComparison Between(ContractDocument former, ContractDocument current, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(former);
        ArgumentNullException.ThrowIfNull(current);
        return new ContractComparison(former, current, strict);
    }

    /// <summary>Compares two contracts of a port.</summary>
    /// <param name="former">The contract as it was.</param>
    /// <param name="current">The contract as it is or is meant to be.</param>
    /// <param name="strict">True when a raised maximum or a loosened pattern breaks readers.</param>
    public static ContractComparison Between(DataContract former, DataContract current, bool strict = false) => Between(ContractDocument.From(former), ContractDocument.From(current), strict);

    /// <summary>The greatest impact on a side.</summary>
    public ChangeImpact ImpactOn(CompatibilityDirection direction) => Differences.Select(d => d.On(direction)).DefaultIfEmpty(ChangeImpact.None).Max();

    /// <summary>The least version that tells a side what changed: the former one, raised by the greatest impact; null when the former version is not <c>major.minor.patch</c>.</summary>
    public string? SuggestVersion(CompatibilityDirection direction) => SemanticVersion.TryParse(_former.Version, CultureInfo.InvariantCulture, out SemanticVersion version) ? Raise(version, ImpactOn(direction)).ToString() : null;

    /// <summary>True when the current version is high enough for a side; also when one of the versions is not <c>major.minor.patch</c> and the two differ.</summary>
    public bool IsVersioned(CompatibilityDirection direction) =>
        SemanticVersion.TryParse(_former.Version, CultureInfo.InvariantCulture, out SemanticVersion former) && SemanticVersion.TryParse(_current.Version, CultureInfo.InvariantCulture, out SemanticVersion current)
            ? current >= Raise(former, ImpactOn(direction)) : ImpactOn(direction) == ChangeImpact.None || _former.Version != _current.Version;

    /// <summary>The differences as a document of the Open Metadata Difference Standard (OMDS, a proposal of Bitol), for one side.</summary>
    public string ToYaml(CompatibilityDirection direction = CompatibilityDirection.OutputPort) => Encoding.UTF8.GetString(YamlText.Write("difference", DifferenceYaml.Write(this, _former, _current, direction)));

    /// <summary>The differences in words, the gravest for readers first.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"'{_current.Id}' {_former.Version} -> {_current.Version}: ");
        if (Differences.Count == 0)
            return text.Append("no differences").ToString();
        text.Append(CultureInfo.InvariantCulture, $"{Spell(CompatibilityDirection.OutputPort)} for readers, {Spell(CompatibilityDirection.InputPort)} for providers");
        foreach (ContractDifference difference in Differences.OrderByDescending(d => d.OutputPort).ThenByDescending(d => d.InputPort))
            text.Append(CultureInfo.InvariantCulture, $"\n  {EnumText.Spell(difference.OutputPort),-5} {EnumText.Spell(difference.InputPort),-5} {difference.Summary}. {difference.Reason}");
        return text.ToString();
    }

    private static SemanticVersion Raise(SemanticVersion version, ChangeImpact impact) => VersionRules.Raise(version.Parts(), impact).ToVersion();

    private string Spell(CompatibilityDirection direction) => $"{EnumText.Spell(ImpactOn(direction))}{(SuggestVersion(direction) is { } version ? $" ({version})" : "")}";
}
