namespace DataMesh.Generators;

/// <summary>What a committed contract would say if it followed the record. What a record cannot say, and what says the same in other words, stays as it is.</summary>
internal static class ContractMerge
{
    /// <summary>The contract with what the record says; the committed one is not changed.</summary>
    public static YamlMapping Apply(YamlMapping committed, YamlMapping outline)
    {
        YamlMapping merged = Copy(committed);
        Set(merged, "version", outline.Find("version"));
        YamlMapping record = Matching.Mappings(outline, "schema").Single();
        if (FindObject(merged, Matching.Text(record, "name")) is { } found)
            MergeObject(found, record);
        else
            merged.Set("schema", new YamlSequence([.. Matching.Mappings(merged, "schema"), Copy(record)]));
        return merged;
    }

    /// <summary>The object of a document that is the record's: the one of its name, or the only one.</summary>
    public static YamlMapping? FindObject(YamlMapping document, string? name)
    {
        YamlMapping[] all = [.. Matching.Mappings(document, "schema")];
        return all.FirstOrDefault(o => Matching.Text(o, "name") == name) ?? (all.Length == 1 ? all[0] : null);
    }

    private static void MergeObject(YamlMapping target, YamlMapping record)
    {
        if (record.Find("description") is { } description)
            Set(target, "description", description);
        MergeProperties(target, record);
    }

    private static void MergeProperties(YamlMapping target, YamlMapping record)
    {
        Dictionary<YamlMapping, YamlMapping> known = [];
        foreach ((YamlMapping? was, YamlMapping? now) in Matching.ByName(target, record, "properties"))
            if (was is not null && now is not null)
                known.Add(now, was);
        List<YamlNode> properties = [];
        foreach (YamlMapping property in Matching.Mappings(record, "properties"))
        {
            if (known.TryGetValue(property, out YamlMapping former))
                MergeProperty(former, property);
            properties.Add(former ?? Copy(property));
        }
        target.Set("properties", new YamlSequence(properties));
    }

    private static void MergeProperty(YamlMapping target, YamlMapping record, bool isItem = false)
    {
        if (!isItem)
            Set(target, "name", record.Find("name")); // what a list holds needs none
        if (TypeRules.AreSame(target, record))
            MergeBelow(target, record);
        else
            Replace(target, record);
        if (record.Find("description") is { } description)
            Set(target, "description", description);
        if (Matching.Flag(target, "required") != Matching.Flag(record, "required"))
            Set(target, "required", record.Find("required"));
        MergeKey(target, record);
        MergeClassification(target, record);
        new LimitMerge(target, record).Apply();
        foreach (string name in (string[])["datamesh.unit", "datamesh.eventTime"])
            SetCustom(target, name, Matching.Custom(record, name));
        MergeTexts(target, record, "datamesh.categories", add: false);
        MergeTexts(target, record, "datamesh.formerNames", add: true);
    }

    private static void MergeBelow(YamlMapping target, YamlMapping record)
    {
        if (record.Find("items") is YamlMapping items)
        {
            if (target.Find("items") is YamlMapping former)
                MergeProperty(former, items, isItem: true);
        }
        else if (record.Contains("properties") && target.Find("map") is null)
            MergeProperties(target, record);
    }

    // Of another type: what described the former one goes with it.
    private static void Replace(YamlMapping target, YamlMapping record)
    {
        foreach (string key in (string[])["logicalType", "physicalType", "items", "properties", "map"])
            Set(target, key, record.Find(key) is { } node ? Copy(node) : null);
        if (target.Find("logicalTypeOptions") is YamlMapping options)
            foreach (string key in (string[])["format", "timezone", "defaultTimezone"])
                options.Remove(key);
    }

    private static void MergeKey(YamlMapping target, YamlMapping record)
    {
        bool isKey = Matching.Flag(record, "primaryKey");
        if (Matching.Flag(target, "primaryKey") != isKey)
            Set(target, "primaryKey", isKey ? record.Find("primaryKey") : null);
        if (!isKey || target.Find("primaryKeyPosition") is not null || !Matching.Flag(target, "primaryKey"))
            Set(target, "primaryKeyPosition", record.Find("primaryKeyPosition"));
    }

    // Not said means internal to a record; words of an organisation stay unless the record says a level.
    private static void MergeClassification(YamlMapping target, YamlMapping record)
    {
        string? former = Matching.Text(target, "classification"), level = Matching.Text(record, "classification");
        bool isWord = former is not null && former.ToLowerInvariant() is not ("public" or "internal" or "confidential" or "restricted");
        if (!string.Equals(former, level, StringComparison.OrdinalIgnoreCase) && !(level == "internal" && (former is null || isWord)))
            Set(target, "classification", record.Find("classification"));
    }

    private static void MergeTexts(YamlMapping target, YamlMapping record, string name, bool add)
    {
        string[] former = [.. Matching.Texts(Matching.Custom(target, name))], now = [.. Matching.Texts(Matching.Custom(record, name))];
        string[] all = add ? [.. former.Union(now)] : now;
        if (!new HashSet<string>(former).SetEquals(all))
            SetCustom(target, name, all.Length == 0 ? null : YamlSequence.Of(all));
    }

    /// <summary>Gives a key another value unless both say the same; null takes it out.</summary>
    public static void Set(YamlMapping target, string key, YamlNode? value)
    {
        if (YamlEquality.Same(target.Find(key), value))
            return;
        if (value is null)
            target.Remove(key);
        else
            target.Set(key, value);
    }

    /// <summary>Gives a custom property another value unless both say the same; null takes it out.</summary>
    public static void SetCustom(YamlMapping target, string name, YamlNode? value)
    {
        if (YamlEquality.Same(Matching.Custom(target, name), value))
            return;
        List<YamlNode> properties = [.. (target.Find(DocumentKeys.CustomProperties) as YamlSequence)?.Items ?? []];
        int at = properties.FindIndex(p => p is YamlMapping mapping && Matching.Text(mapping, "property") == name);
        if (at >= 0 && value is null)
            properties.RemoveAt(at);
        else if (at >= 0)
            ((YamlMapping)properties[at]).Set("value", value!);
        else
            properties.Add(new YamlMapping().Add("property", name).Add("value", value!));
        Set(target, DocumentKeys.CustomProperties, properties.Count == 0 ? null : new YamlSequence(properties));
    }

    /// <summary>A copy down to the single values, which do not change.</summary>
    public static YamlMapping Copy(YamlMapping mapping)
    {
        YamlMapping copy = new(mapping.Mark);
        foreach (KeyValuePair<string, YamlNode> entry in mapping.Entries)
            copy.Add(entry.Key, Copy(entry.Value));
        return copy;
    }

    private static YamlNode Copy(YamlNode node) => node switch
    {
        YamlMapping mapping => Copy(mapping),
        YamlSequence sequence => new YamlSequence([.. sequence.Items.Select(Copy)], sequence.Mark),
        _ => node,
    };
}
