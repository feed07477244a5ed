namespace DataMesh;

/// <summary>Compares the only values that two properties allow, wherever they are listed: as <c>enum</c>, as our custom property, or as the valid values of a quality rule.</summary>
/// <param name="former">The property as it was.</param>
/// <param name="current">The property now.</param>
/// <param name="found">Takes the differences.</param>
internal sealed class ValueListComparer(YamlMapping former, YamlMapping current, DifferenceList found)
{
    /// <summary>Adds the differences.</summary>
    public void Compare()
    {
        HashSet<string>? before = Allowed(former), after = Allowed(current);
        if (before is null && after is null)
            return;
        if (before is not null && (after is null || after.Except(before).Any()))
            Add(IsOpen(former) ? ChangeRules.ValueAllowedInOpenList : ChangeRules.ValueAllowed, after is null ? "has no list of allowed values any more" : $"allows more values: {Names(after.Except(before))}");
        if (after is not null && (before is null || before.Except(after).Any()))
            Add(ChangeRules.ValueForbidden, before is null ? "now has a list of allowed values" : $"allows fewer values, no longer: {Names(before.Except(after))}");
    }

    /// <summary>The only values that a property allows; null when it allows all.</summary>
    public static HashSet<string>? Allowed(YamlMapping property)
    {
        IEnumerable<YamlNode>[] lists =
        [
            Matching.Mappings(property, "enum").Select(e => e.Find("value")).OfType<YamlNode>(),
            Items(Matching.Custom(property, "datamesh.allowedValues")),
            .. Matching.Mappings(property, "quality").Where(r => Matching.Text(r, "metric") == "invalidValues").Select(r => Items((r.Find("arguments") as YamlMapping)?.Find("validValues"))),
        ];
        HashSet<string> all = [.. lists.SelectMany(l => l).Select(YamlFlow.Spell)];
        return all.Count == 0 ? null : all;
    }

    private static IEnumerable<YamlNode> Items(YamlNode? list) => (list as YamlSequence)?.Items ?? [];

    private static bool IsOpen(YamlMapping property) => Matching.Custom(property, "datamesh.openValues") is YamlScalar flag && FlagText.TryParse(flag.Text) == true;

    private static string Names(IEnumerable<string> values) => string.Join(", ", values.Order(StringComparer.Ordinal).Take(10).Select(v => $"'{v}'"));

    private void Add(ChangeRule rule, string what) => found.At("enum").Add(rule, Listed(former), Listed(current), $"{found.Name} {what}");

    private static YamlSequence? Listed(YamlMapping property) => Allowed(property) is { } values ? YamlSequence.Of(values.Order(StringComparer.Ordinal)) : null;
}
