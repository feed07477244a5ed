namespace DataMesh.Generators;

/// <summary>Puts the limits of a record's property into a committed one.</summary>
/// <param name="target">The committed property.</param>
/// <param name="record">What the record says.</param>
internal sealed class LimitMerge(YamlMapping target, YamlMapping record)
{
    private const string Options = "logicalTypeOptions";

    private static readonly string[] _keys = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern"];
    private static readonly string[] _ends = ["-2147483648", "2147483647", "-9223372036854775808", "9223372036854775807"];

    /// <summary>Applies them.</summary>
    public void Apply()
    {
        foreach (string key in _keys.Where(IsSaid))
            Apply(key);
        AllowedValues();
    }

    // Lengths of a text that is stored as a UUID, or the bounds of one, are no attributes of the record.
    private bool IsSaid(string key)
    {
        string type = Matching.Text(record, "physicalType")!;
        return key switch
        {
            "pattern" => type == "string",
            "minLength" or "maxLength" => type is "string" or "binary",
            _ => type is not ("string" or "binary" or "uuid" or "boolean" or "struct" or "list" or "map"),
        };
    }

    private void Apply(string key)
    {
        (YamlNode? former, YamlNode? now) = (LimitComparer.Limit(target, key), LimitComparer.Limit(record, key));
        if (YamlEquality.Same(former, now) || (former is null && now is YamlScalar end && _ends.Contains(end.Text)))
            return; // the end of the type is no limit; an attribute that says the other one has to name it
        YamlMapping options = target.Find(Options) as YamlMapping ?? new YamlMapping();
        bool amongOptions = now is not null && (record.Find(Options) as YamlMapping)?.Find(key) is not null;
        ContractMerge.Set(options, key, amongOptions ? now : null);
        ContractMerge.Set(target, Options, options.Entries.Count == 0 ? null : options);
        ContractMerge.SetCustom(target, $"datamesh.{key}", amongOptions ? null : now);
    }

    // Values keep their labels where the document has them as an enum.
    private void AllowedValues()
    {
        HashSet<string>? former = ValueListComparer.Allowed(target), now = ValueListComparer.Allowed(record);
        if (former is null ? now is null : now is not null && former.SetEquals(now))
            return;
        if (target.Find("enum") is not YamlSequence values)
        {
            ContractMerge.SetCustom(target, "datamesh.allowedValues", Matching.Custom(record, "datamesh.allowedValues"));
            return;
        }
        List<YamlNode> kept = [.. values.Items.OfType<YamlMapping>().Where(v => now is not null && v.Find("value") is { } value && now.Contains(YamlFlow.Spell(value)))];
        HashSet<string> there = [.. kept.OfType<YamlMapping>().Select(v => YamlFlow.Spell(v.Find("value")!))];
        kept.AddRange(((Matching.Custom(record, "datamesh.allowedValues") as YamlSequence)?.Items ?? []).Where(v => !there.Contains(YamlFlow.Spell(v))).Select(v => new YamlMapping().Add("value", v)));
        ContractMerge.Set(target, "enum", kept.Count == 0 ? null : new YamlSequence(kept));
    }
}
