namespace DataMesh.Generators;

/// <summary>How a declared port differs from its committed contract, and which version says so.</summary>
internal sealed class ContractDrift
{
    private readonly bool _mayChange;

    /// <summary>Compares.</summary>
    /// <param name="committed">The committed contract.</param>
    /// <param name="outline">What the declaration says.</param>
    public ContractDrift(YamlMapping committed, YamlMapping outline)
    {
        Committed = committed;
        Merged = ContractMerge.Apply(committed, outline);
        Differences = ContractComparer.Compare(committed, Merged, strict: false);
        Former = Matching.Text(committed, "version")!;
        Declared = Matching.Text(outline, "version")!;
        _mayChange = Matching.Text(committed, "status")?.ToLowerInvariant() is "proposed" or "draft";
    }

    /// <summary>The committed contract.</summary>
    public YamlMapping Committed { get; }

    /// <summary>What the committed contract would say if it followed the record.</summary>
    public YamlMapping Merged { get; }

    /// <summary>What differs; the version itself is no difference.</summary>
    public IReadOnlyList<FoundDifference> Differences { get; }

    /// <summary>The committed version.</summary>
    public string Former { get; }

    /// <summary>The declared version.</summary>
    public string Declared { get; }

    /// <summary>The least version that says all that differs, at least the declared one.</summary>
    public string Needed => Differences.Select(Least).Append(Declared).Aggregate(Later);

    /// <summary>True for a difference that breaks readers under a version that does not say so.</summary>
    public bool Breaks(FoundDifference difference) => !_mayChange && IsVersioned(difference) && difference.Rule.OutputPort == ChangeImpact.Major
        && (ContractVersion.TryParse(Former) is { } former && ContractVersion.TryParse(Declared) is { } declared ? !VersionRules.IsAnnounced(former, declared) : Former == Declared);

    /// <summary>The least version that says a difference; the former one when no version has to.</summary>
    public string Least(FoundDifference difference)
    {
        if (ContractVersion.TryParse(Former) is not { } former || !IsVersioned(difference))
            return Former;
        return ContractVersion.Spell(difference.Rule.OutputPort == ChangeImpact.Major ? VersionRules.Announce(former) : VersionRules.Raise(former, difference.Rule.OutputPort));
    }

    // Sensitivity changes in place.
    private static bool IsVersioned(FoundDifference difference) => difference.Rule != ChangeRules.ClassificationRaised && difference.Rule != ChangeRules.ClassificationLowered;

    private static string Later(string a, string b) =>
        ContractVersion.TryParse(a) is not { } x ? b : ContractVersion.TryParse(b) is not { } y ? a : x.CompareTo(y) < 0 ? b : a;
}
