using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>Quality rules of ODCS 3.1: what a rule may say depends on its type, and it compares exactly once.</summary>
internal static class QualityShape
{
    /// <summary>The comparisons, of which a library or SQL rule has exactly one.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Operators { get; } = DocumentKeys.Comparisons.ToDictionary(
        key => key, key => key is "mustBe" or "mustNotBe" ? Any : key is "mustBeBetween" or "mustNotBeBetween" ? new AnyRule(IsRange) : Number);

    private static readonly FieldRule _metric = Word("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount");

    // Rules of ODCS 3.0 that mean the same as a metric of 3.1.
    private static readonly Dictionary<string, string> _metrics = new(StringComparer.Ordinal) { ["duplicateCount"] = "duplicateValues", ["rowCount"] = "rowCount", ["nullCheck"] = "nullValues" };

    /// <summary>The shape.</summary>
    /// <param name="common">The keys that every type has.</param>
    public static DocumentShape Create(Dictionary<string, FieldRule> common)
    {
        Dictionary<string, FieldRule> all = new(common)
        {
            ["metric"] = Text, ["rule"] = Text, ["arguments"] = Named, ["query"] = Text, ["engine"] = Text, ["implementation"] = TextOrNamed,
            ["mustBeGreaterThan"] = Number, ["mustBeGreaterOrEqualTo"] = Number, ["mustBeLessThan"] = Number, ["mustBeLessOrEqualTo"] = Number,
        };
        return new DocumentShape { Fields = all, Choose = rule => Choose(rule, common) };
    }

    private static DocumentForm Choose(YamlMapping rule, Dictionary<string, FieldRule> common)
    {
        string? type = (rule.Find("type") as YamlScalar)?.Text;
        Dictionary<string, string> instead = [];
        if (type is null or "library" && rule.Find("metric") is null && rule.Find("rule") is YamlScalar former && _metrics.TryGetValue(former.Text, out string? metric))
            instead["metric"] = metric;
        bool isLibrary = type == "library" || instead.Count > 0 || rule.Find("metric") is YamlScalar { Kind: YamlKind.Text };
        Dictionary<string, FieldRule> fields = new(common, StringComparer.Ordinal);
        List<string> required = [];
        if (isLibrary)
            Allow(("metric", _metric, true), ("rule", Text, false), ("arguments", Named, false));
        if (type == "sql")
            Allow(("query", Text, true));
        if (type == "custom")
            Allow(("engine", Text, true), ("implementation", TextOrNamed, true));
        bool compares = isLibrary || type == "sql";
        foreach ((string key, FieldRule value) in compares ? Operators : new Dictionary<string, FieldRule>())
            fields[key] = value;
        return new DocumentForm { Fields = fields, Required = compares ? [.. required, .. Operators.Keys.Where(k => Says(rule, k)).Take(1).DefaultIfEmpty("mustBe")] : required, Instead = instead, Finish = compares ? CompareOnce : null };

        void Allow(params ReadOnlySpan<(string Key, FieldRule Rule, bool IsRequired)> more)
        {
            foreach ((string key, FieldRule value, bool isRequired) in more)
            {
                fields[key] = value;
                if (isRequired)
                    required.Add(key);
            }
        }
    }

    private static bool Says(YamlMapping rule, string key) => rule.Peek(key) is { } value && Operators[key].Export(value, new CarriedValues(), 0) is not null;

    private static void CompareOnce(YamlMapping written, CarriedValues carried)
    {
        foreach (string key in Operators.Keys.Where(written.Contains).Skip(1).ToArray())
        {
            carried.At(key).Add(written.Peek(key)!);
            written.Remove(key);
        }
    }

    private static bool IsRange(YamlNode value) => value is YamlSequence { Items: [YamlScalar low, YamlScalar high] } && IsNumber(low) && IsNumber(high) && low.Text != high.Text;
}
