namespace DataMesh;

/// <summary>Finds which items of two lists are the same thing: by name, then those left over by id or by a former name.</summary>
internal static class Matching
{
    /// <summary>Pairs the items; a pair without a former one is new, one without a current one is gone.</summary>
    public static IReadOnlyList<(YamlMapping? Former, YamlMapping? Current)> ByName(YamlMapping former, YamlMapping current, string key) => Pair(former, current, key,
    [
        (item => Text(item, "name"), item => Text(item, "name") is { } name ? [name] : []),
        (item => Text(item, "id"), item => Text(item, "id") is { } id ? [id] : []),
        (item => Text(item, "name"), FormerNames),
        (item => Text(item, "name") is null ? "" : null, item => Text(item, "name") is null ? [""] : []), // without names by their order
    ]);

    /// <summary>Pairs items by a key of the caller's.</summary>
    public static IReadOnlyList<(YamlMapping? Former, YamlMapping? Current)> By(YamlMapping former, YamlMapping current, string key, Func<YamlMapping, string> identity) =>
        Pair(former, current, key, [(identity, item => [identity(item)])]);

    /// <summary>The names that a property had before.</summary>
    public static IEnumerable<string> FormerNames(YamlMapping property) => Texts(Custom(property, "datamesh.formerNames"));

    /// <summary>The value of a custom property; null when there is none.</summary>
    public static YamlNode? Custom(YamlMapping element, string name) => Mappings(element, DocumentKeys.CustomProperties).FirstOrDefault(p => Text(p, "property") == name)?.Find("value");

    /// <summary>A single value; null when there is none.</summary>
    public static string? Text(YamlMapping? element, string key) => (element?.Find(key) as YamlScalar)?.Text;

    /// <summary>A truth value; false when there is none.</summary>
    public static bool Flag(YamlMapping element, string key) => element.Find(key) is YamlScalar scalar && FlagText.TryParse(scalar.Text) == true;

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(YamlMapping element, string key) => Texts(element.Find(key));

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(YamlNode? list) => (list as YamlSequence)?.Items.OfType<YamlScalar>().Select(t => t.Text) ?? [];

    /// <summary>The named values of a list.</summary>
    public static IEnumerable<YamlMapping> Mappings(YamlMapping element, string key) => (element.Find(key) as YamlSequence)?.Items.OfType<YamlMapping>() ?? [];

    // Each pass looks in an index: documents may come from strangers and be long.
    private static List<(YamlMapping?, YamlMapping?)> Pair(YamlMapping former, YamlMapping current, string key, ReadOnlySpan<(Func<YamlMapping, string?> Former, Func<YamlMapping, IEnumerable<string>> Current)> passes)
    {
        List<(YamlMapping?, YamlMapping?)> pairs = [];
        List<YamlMapping> before = [.. Mappings(former, key)];
        HashSet<YamlMapping> after = [.. Mappings(current, key)];
        foreach ((Func<YamlMapping, string?> formerKey, Func<YamlMapping, IEnumerable<string>> currentKeys) in passes)
        {
            Dictionary<string, Queue<YamlMapping>> index = new(StringComparer.Ordinal);
            foreach (YamlMapping item in Mappings(current, key).Where(after.Contains))
                foreach (string name in currentKeys(item))
                    if (index.TryGetValue(name, out Queue<YamlMapping>? queue))
                        queue.Enqueue(item);
                    else
                        index.Add(name, new([item]));
            List<YamlMapping> left = [];
            foreach (YamlMapping item in before)
                if (formerKey(item) is { } name && index.TryGetValue(name, out Queue<YamlMapping>? queue) && queue.TryDequeue(out YamlMapping? found) && after.Remove(found))
                    pairs.Add((item, found));
                else
                    left.Add(item);
            before = left;
        }
        return [.. pairs, .. before.Select(item => ((YamlMapping?)item, (YamlMapping?)null)), .. Mappings(current, key).Where(after.Contains).Select(item => ((YamlMapping?)null, (YamlMapping?)item))];
    }
}
