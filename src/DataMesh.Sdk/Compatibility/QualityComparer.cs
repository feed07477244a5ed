namespace DataMesh;

/// <summary>Compares quality rules. A rule is the same when its id, its name or what it measures is.</summary>
internal static class QualityComparer
{
    private const string Key = "quality";

    // What is measured, and how.
    private static readonly string[] _measure = ["type", "metric", "rule", "query", "engine", "implementation", "unit"];

    private static readonly string[] _judged = ["severity", "arguments", DocumentKeys.CustomProperties, .. _measure, .. DocumentKeys.Comparisons];

    /// <summary>Adds the differences of the rules of two elements.</summary>
    public static void Compare(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.By(former, current, Key, Identity))
        {
            string name = NameOf((after ?? before)!);
            DifferenceList place = found.At($"{Key}[name={name}]", $"quality rule '{name}' of {found.Name}");
            if (before is null)
                place.Add(ChangeRules.QualityTightened, null, after, $"{place.Name} was added");
            else if (after is null)
                place.Add(Loosened(before), before, null, $"{place.Name} was removed");
            else
                CompareRules(before, after, place);
        }
    }

    private static void CompareRules(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        string[] said = [.. DocumentKeys.Comparisons.Where(k => !YamlEquality.Same(former.Find(k), current.Find(k)))];
        foreach (string key in said)
            found.Compare(said.Length == 1 && IsTighter(key, former.Find(key), current.Find(key)) ? ChangeRules.QualityTightened : Loosened(former), key, former, current);
        foreach (string key in _measure)
            found.Compare(Loosened(former), key, former, current);
        bool wasError = IsError(former), isError = IsError(current);
        found.Compare(wasError == isError ? ChangeRules.WordsChanged : isError ? ChangeRules.QualityTightened : ChangeRules.QualityLoosened, "severity", former, current);
        (YamlMapping before, YamlMapping after) = (Arguments(former), Arguments(current));
        if (!YamlEquality.Same(before, after))
            found.At("arguments").Add(Loosened(former), before, after, $"the arguments of {found.Name} changed");
        RestComparer.Compare(former, current, _judged, [], found);
    }

    private static bool IsTighter(string key, YamlNode? former, YamlNode? current) => (YamlNumber.TryRead(former), YamlNumber.TryRead(current), key) switch
    {
        ({ } a, { } b, "mustBeGreaterThan" or "mustBeGreaterOrEqualTo") => b > a,
        ({ } a, { } b, "mustBeLessThan" or "mustBeLessOrEqualTo") => b < a,
        _ => key == "mustBeBetween" && Range(former) is { } before && Range(current) is { } after && after.Low >= before.Low && after.High <= before.High,
    };

    private static (double Low, double High)? Range(YamlNode? node) =>
        node is YamlSequence { Items: [var low, var high] } && YamlNumber.TryRead(low) is { } a && YamlNumber.TryRead(high) is { } b ? (a, b) : null;

    private static ChangeRule Loosened(YamlMapping rule) => IsError(rule) ? ChangeRules.QualityLoosened : ChangeRules.QualityLoosenedWarning;

    // A rule that does not say how bad it is counts as an error.
    private static bool IsError(YamlMapping rule) => Matching.Text(rule, "severity")?.ToLowerInvariant() is null or "error" or "critical" or "blocker" or "fatal";

    // Valid values are judged as allowed values of the property.
    private static YamlMapping Arguments(YamlMapping rule)
    {
        YamlMapping others = new();
        foreach ((string key, YamlNode value) in (rule.Find("arguments") as YamlMapping)?.Entries ?? [])
            if (key != "validValues")
                others.Add(key, value);
        return others;
    }

    private static string Identity(YamlMapping rule) => Matching.Text(rule, "id") ?? Matching.Text(rule, "name")
        ?? string.Join('\n', ((string[])["type", "metric", "rule", "query", "engine"]).Select(k => Matching.Text(rule, k)).Append(rule.Find("implementation") is { } implementation ? YamlFlow.Spell(implementation) : null)
            .Append(rule.Find("metric") is null && rule.Find("query") is null && rule.Find("engine") is null ? Matching.Text(rule, "description") : null));

    private static string NameOf(YamlMapping rule) => Matching.Text(rule, "name") ?? Matching.Text(rule, "id") ?? Matching.Text(rule, "metric") ?? Matching.Text(rule, "type") ?? "rule";
}
