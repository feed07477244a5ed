namespace DataMesh;

/// <summary>Compares what no rule judges: words, and keys that nobody knows.</summary>
internal static class RestComparer
{
    /// <summary>Adds the differences of all keys and custom properties but those that are judged elsewhere.</summary>
    public static void Compare(YamlMapping former, YamlMapping current, IReadOnlyCollection<string> judged, IReadOnlyCollection<string> judgedCustom, DifferenceList found)
    {
        foreach (string key in former.Entries.Concat(current.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal).Except(judged, StringComparer.Ordinal))
            found.Compare(ChangeRules.WordsChanged, key, former, current);
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.By(former, current, DocumentKeys.CustomProperties, p => Matching.Text(p, "property") ?? ""))
        {
            string name = Matching.Text(after ?? before, "property") ?? "";
            if (!judgedCustom.Contains(name) && !YamlEquality.Same(before, after))
                found.At($"{DocumentKeys.CustomProperties}[property={name}]").Add(ChangeRules.WordsChanged, before, after, $"the custom property '{name}' of {found.Name} {DifferenceList.Verb(before?.Find("value"), after?.Find("value"))}");
        }
    }
}
