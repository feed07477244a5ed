namespace DataMesh;

/// <summary>Compares two documents and names the places where they differ, for people.</summary>
internal static class YamlDifference
{
    private const int MostNamed = 5;

    /// <summary>The differences, at most a handful; empty when the documents say the same.</summary>
    public static IReadOnlyList<string> Find(YamlNode wanted, YamlNode stored) => [.. Compare("", wanted, stored).Take(MostNamed)];

    private static IEnumerable<string> Compare(string path, YamlNode wanted, YamlNode stored) => (wanted, stored) switch
    {
        (YamlScalar a, YamlScalar b) => a.Text == b.Text ? [] : [$"{path} is {a.Quoted}, stored is {b.Quoted}"],
        (YamlMapping a, YamlMapping b) => CompareEntries(path, Entries(a), Entries(b)),
        (YamlSequence a, YamlSequence b) => CompareEntries(path, Entries(a), Entries(b)),
        _ => [$"{path} has another form"],
    };

    private static IEnumerable<string> CompareEntries(string path, List<KeyValuePair<string, YamlNode>> wanted, List<KeyValuePair<string, YamlNode>> stored)
    {
        foreach ((string key, YamlNode value) in wanted)
        {
            string at = path.Length == 0 ? key : $"{path}.{key}";
            int found = stored.FindIndex(e => e.Key == key);
            if (found < 0)
                yield return value is YamlScalar scalar ? $"{at} is {scalar.Quoted}, stored is nothing" : $"{at} is not stored";
            else
                foreach (string difference in Compare(at, value, stored[found].Value))
                    yield return difference;
        }
        foreach ((string key, YamlNode _) in stored)
            if (wanted.TrueForAll(e => e.Key != key))
                yield return $"{(path.Length == 0 ? key : $"{path}.{key}")} is stored and no longer declared";
        if (wanted.Count == stored.Count && !wanted.Select(e => e.Key).SequenceEqual(stored.Select(e => e.Key)) && wanted.TrueForAll(e => stored.Exists(s => s.Key == e.Key)))
            yield return $"{path} has another order";
    }

    private static List<KeyValuePair<string, YamlNode>> Entries(YamlMapping mapping) => [.. mapping.Entries];

    // Items are known by their name, so that one added column does not make all later ones differ.
    private static List<KeyValuePair<string, YamlNode>> Entries(YamlSequence sequence)
    {
        List<KeyValuePair<string, YamlNode>> named = [];
        foreach (YamlNode item in sequence.Items)
        {
            string name = (item as YamlMapping)?.Find("name") is YamlScalar n ? n.Text : (item as YamlMapping)?.Find("property") is YamlScalar p ? p.Text : $"[{named.Count}]";
            named.Add(new(named.Exists(e => e.Key == name) ? $"{name}[{named.Count}]" : name, item));
        }
        return named;
    }
}
