namespace DataMesh;

/// <summary>A comparison as a document of the Open Metadata Difference Standard.</summary>
internal static class DifferenceYaml
{
    /// <summary>The document for one side.</summary>
    public static YamlMapping Write(ContractComparison comparison, ContractDocument former, ContractDocument current, CompatibilityDirection direction)
    {
        ChangeImpact[] impacts = [.. comparison.Differences.Select(d => d.On(direction))];
        YamlMapping root = new YamlMapping().Add("apiVersion", "v1.0.0").Add("kind", "MetadataDifference").Add("sourceKind", "DataContract")
            .Add("source1", new YamlMapping().Add("id", former.Id).Add("version", former.Version))
            .Add("source2", new YamlMapping().Add("id", current.Id).Add("version", current.Version))
            .Add("scope", "all")
            .Add("impact", new YamlMapping().Add("major", impacts.Count(i => i == ChangeImpact.Major)).Add("minor", impacts.Count(i => i == ChangeImpact.Minor)).Add("patch", impacts.Count(i => i is ChangeImpact.Patch or ChangeImpact.None)))
            .AddOptional("suggestedVersion", comparison.SuggestVersion(direction))
            .Add("diffs", YamlSequence.Of(comparison.Differences.Select(d => Write(d, direction))));
        CustomProperties custom = new();
        custom.Values.Add("direction", EnumText.Spell(direction));
        custom.WriteTo(root);
        return root;
    }

    private static YamlMapping Write(ContractDifference difference, CompatibilityDirection direction)
    {
        string[] steps = difference.Path.Split('/');
        YamlMapping entry = new YamlMapping()
            .Add("type", difference.Kind switch { DifferenceKind.Added => "ADD", DifferenceKind.Removed => "REMOVE", _ => "CHANGE" })
            .Add("section", Bare(steps[1])).Add("field", Bare(steps[^1])).Add("path", difference.Path);
        if (difference.Former is { } former)
            entry.Add("value1", YamlJson.Write(former));
        if (difference.Current is { } current)
            entry.Add("value2", YamlJson.Write(current));
        // The standard knows no change without impact; a patch is the least.
        return entry.Add("message", difference.Summary).Add("impactLevel", difference.On(direction) switch { ChangeImpact.Major => "MAJOR", ChangeImpact.Minor => "MINOR", _ => "PATCH" });
    }

    private static string Bare(string step) => step.IndexOf('[', StringComparison.Ordinal) is var open && open > 0 ? step[..open] : step;
}
