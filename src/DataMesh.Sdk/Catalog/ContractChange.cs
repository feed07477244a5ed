namespace DataMesh;

/// <summary>Says how a declared contract differs from the stored one of the same port.</summary>
internal static class ContractChange
{
    /// <summary>Differences that one version cannot have: everything but owner, tags, supplement, classification and where it stands in its life, which change in place.</summary>
    public static IReadOnlyList<string> InVersion(DataContract declared, DataContract stored, string declaredFormat, string storedFormat) =>
        YamlDifference.Find(ContractYaml.Write(Fixed(declared), declaredFormat), ContractYaml.Write(Fixed(stored), storedFormat));

    /// <summary>What breaks readers of a stored contract and is not announced by the declared version; empty when the version is high enough.</summary>
    /// <remarks>A contract that is proposed or a draft may change. Sensitivity changes in place, and the end of a life is no matter of versions.</remarks>
    public static IReadOnlyList<ContractDifference> Breaking(DataContract declared, DataContract stored)
    {
        bool announced = VersionRules.IsAnnounced(stored.Version.Parts(), declared.Version.Parts());
        // Readers name the port and its columns; what the record is called in code is nobody's business but the provider's.
        DataContract current = Fixed(declared) with { Schema = Fixed(declared).Schema with { Name = stored.Schema.Name } };
        return announced || stored.Status is LifecycleStatus.Proposed or LifecycleStatus.Draft ? []
            : [.. ContractComparison.Between(Fixed(stored), current).Differences.Where(d => d.OutputPort == ChangeImpact.Major)];
    }

    /// <summary>The least version that a declared contract may have beside a stored one that it differs from.</summary>
    public static SemanticVersion LeastVersion(DataContract declared, DataContract stored)
    {
        SemanticVersion suggested = SemanticVersion.Parse(ContractComparison.Between(Fixed(stored), Fixed(declared)).SuggestVersion(CompatibilityDirection.OutputPort)!);
        return suggested > stored.Version ? suggested : new SemanticVersion(stored.Version.Major, stored.Version.Minor, stored.Version.Patch + 1);
    }

    /// <summary>Differences that the table of an earlier version cannot take.</summary>
    public static IReadOnlyList<string> InTable(DataContract declared, DataContract stored, string declaredFormat, string storedFormat) =>
        [.. declaredFormat == storedFormat ? [] : (string[])[$"the table format is '{declaredFormat}' and was '{storedFormat}'"], .. ColumnEvolution.Plan(declared, stored).Obstacles];

    private static DataContract Fixed(DataContract contract) => contract with
    {
        Owner = null,
        Tags = [],
        Supplement = null,
        Status = LifecycleStatus.Active,
        Deprecation = null,
        Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Select(p => p with { Classification = Classification.Internal, Categories = Category.None })] },
    };
}
