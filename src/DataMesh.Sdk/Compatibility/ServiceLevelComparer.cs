using System.Globalization;

namespace DataMesh;

/// <summary>Compares promises about the service. Which direction is better depends on what is promised.</summary>
internal static class ServiceLevelComparer
{
    private const string Key = "slaProperties";

    private static readonly Dictionary<string, string> _short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["av"] = "availability", ["th"] = "throughput", ["er"] = "errorrate", ["ga"] = "generalavailability", ["es"] = "endofsupport", ["el"] = "endoflife",
        ["re"] = "retention", ["fy"] = "frequency", ["ly"] = "latency", ["td"] = "timetodetect", ["tn"] = "timetonotify", ["tr"] = "timetorepair",
    };

    private static readonly Dictionary<string, double> _seconds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = 1, ["sec"] = 1, ["second"] = 1, ["seconds"] = 1, ["min"] = 60, ["minute"] = 60, ["minutes"] = 60, ["h"] = 3600, ["hour"] = 3600, ["hours"] = 3600,
        ["d"] = 86400, ["day"] = 86400, ["days"] = 86400, ["w"] = 604800, ["week"] = 604800, ["weeks"] = 604800, ["y"] = 31557600, ["yr"] = 31557600, ["year"] = 31557600, ["years"] = 31557600,
    };

    private static readonly string[] _judged = ["property", "value", "valueExt", "unit", "element", DocumentKeys.CustomProperties];

    /// <summary>Adds the differences of two documents.</summary>
    public static void Compare(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.By(former, current, Key, p => $"{WordOf(p)}\n{Matching.Text(p, "element")}"))
        {
            string name = Matching.Text(after ?? before, "property") ?? "";
            DifferenceList place = found.At($"{Key}[property={name}]", $"the promise '{name}'");
            if (before is null || after is null || !SaysTheSame(before, after))
                place.Add(Judge(WordOf((after ?? before)!), before, after), before, after, $"{place.Name} {Change(before, after)}");
            if (before is not null && after is not null)
                RestComparer.Compare(before, after, _judged, [], place);
        }
    }

    private static bool SaysTheSame(YamlMapping former, YamlMapping current) => ((string[])["value", "valueExt", "unit"]).All(k => YamlEquality.Same(former.Find(k), current.Find(k)))
        || (Amount(former) is { } a && a == Amount(current) && YamlEquality.Same(former.Find("valueExt"), current.Find("valueExt")));

    private static string Change(YamlMapping? former, YamlMapping? current) => former is null || current is null ? DifferenceList.Verb(former, current)
        : $"changed from {Spell(former)} to {Spell(current)}";

    private static string Spell(YamlMapping promise) => $"'{Matching.Text(promise, "value")}{(Matching.Text(promise, "unit") is { } unit ? $" {unit}" : "")}'";

    private static ChangeRule Judge(string word, YamlMapping? former, YamlMapping? current) => word switch
    {
        "endofsupport" or "endoflife" => current is null || (former is not null && IsLater(former, current)) ? ChangeRules.ServiceBetter : ChangeRules.EndAnnounced,
        "retention" when former is not null && (current is null || Compare(former, current) is null or < 0) => ChangeRules.EndAnnounced,
        _ when former is null => ChangeRules.ServiceBetter,
        _ when current is null => ChangeRules.ServiceWorse,
        "generalavailability" => IsLater(former, current) ? ChangeRules.ServiceWorse : ChangeRules.ServiceBetter,
        "latency" or "freshness" or "errorrate" or "frequency" or "timetodetect" or "timetonotify" or "timetorepair" => Compare(former, current) < 0 ? ChangeRules.ServiceBetter : ChangeRules.ServiceWorse,
        "availability" or "throughput" or "retention" or "completeness" => Compare(former, current) > 0 ? ChangeRules.ServiceBetter : ChangeRules.ServiceWorse,
        _ => ChangeRules.ServiceWorse, // not known which way is better
    };

    /// <summary>The sign of the change of the amount; null when the amounts cannot be compared.</summary>
    private static int? Compare(YamlMapping former, YamlMapping current) => Amount(former) is { } a && Amount(current) is { } b && SameScale(former, current) ? b.CompareTo(a) : null;

    private static bool SameScale(YamlMapping former, YamlMapping current) => (Matching.Text(former, "unit"), Matching.Text(current, "unit")) is var (a, b)
        && (string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || (a is not null && b is not null && _seconds.ContainsKey(a) && _seconds.ContainsKey(b)));

    private static double? Amount(YamlMapping promise)
    {
        if (Matching.Text(promise, "value") is not { } text || !double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return null;
        return Matching.Text(promise, "unit") is { } unit && _seconds.TryGetValue(unit, out double seconds) ? number * seconds : number;
    }

    private static bool IsLater(YamlMapping former, YamlMapping current) => Date(former) is { } a && Date(current) is { } b && b > a;

    private static DateTimeOffset? Date(YamlMapping promise) =>
        DateTimeOffset.TryParse(Matching.Text(promise, "value"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;

    private static string WordOf(YamlMapping promise) => Matching.Text(promise, "property") is { } word ? _short.GetValueOrDefault(word, word).ToLowerInvariant() : "";
}
