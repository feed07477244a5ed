namespace DataMesh;

/// <summary>Compares two properties that are the same thing.</summary>
/// <param name="strict">True when readers may rely on limits.</param>
internal sealed class PropertyComparer(bool strict)
{
    private static readonly string[] _levels = ["public", "internal", "confidential", "restricted"];

    private static readonly string[] _judged =
    [
        "name", "logicalType", "logicalTypeOptions", "physicalType", "physicalName", "required", "unique", "primaryKey", "primaryKeyPosition", "partitioned", "partitionKeyPosition", "classification",
        "properties", "items", "map", "enum", "quality", "deprecated", DocumentKeys.CustomProperties,
    ];

    private static readonly string[] _judgedCustom =
    [
        "datamesh.formerNames", "datamesh.allowedValues", "datamesh.unit", "datamesh.eventTime", "datamesh.categories", "datamesh.openValues",
        "datamesh.minimum", "datamesh.maximum", "datamesh.exclusiveMinimum", "datamesh.exclusiveMaximum", "datamesh.minLength", "datamesh.maxLength", "datamesh.pattern",
    ];

    /// <summary>Compares lists of properties, by their names.</summary>
    public void CompareLists(YamlMapping former, YamlMapping current, DifferenceList found, bool inMap = false)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.ByName(former, current, "properties"))
        {
            string name = Matching.Text(after ?? before, "name") ?? "";
            DifferenceList place = found.At($"properties[name={name}]", $"property '{name}'");
            if (before is null)
                place.Add(Matching.Flag(after!, "required") ? ChangeRules.RequiredPropertyAdded : ChangeRules.PropertyAdded, null, after, $"property '{name}' was added");
            else if (after is null)
                place.Add(ChangeRules.PropertyRemoved, before, null, $"property '{name}' was removed");
            else
                Compare(before, after, place, inMap);
        }
    }

    private void Compare(YamlMapping former, YamlMapping current, DifferenceList found, bool inMap = false)
    {
        Name(former, current, found);
        Type(former, current, found, inMap);
        Flag("required", former, current, found, ChangeRules.RequiredAdded, ChangeRules.RequiredDropped);
        Flag("unique", former, current, found, ChangeRules.UniqueAdded, ChangeRules.UniqueDropped);
        new LimitComparer(former, current, strict, found).Compare();
        new ValueListComparer(former, current, found).Compare();
        Classification(former, current, found);
        QualityComparer.Compare(former, current, found);
        Below(former, current, found);
        found.Compare(ChangeRules.ServerChanged, "physicalName", former, current);
        foreach (string key in (string[])["partitioned", "partitionKeyPosition", "primaryKeyPosition"])
            found.Compare(ChangeRules.LayoutChanged, key, former, current);
        foreach (string key in (string[])["datamesh.unit", "datamesh.eventTime"])
            if (!YamlEquality.Same(Matching.Custom(former, key), Matching.Custom(current, key)))
                found.At(key).Add(ChangeRules.MeaningChanged, Matching.Custom(former, key), Matching.Custom(current, key), $"{key["datamesh.".Length..]} of {found.Name} {DifferenceList.Verb(Matching.Custom(former, key), Matching.Custom(current, key))}");
        RestComparer.Compare(former, current, _judged, _judgedCustom, found);
    }

    private static void Name(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        string? before = Matching.Text(former, "name"), after = Matching.Text(current, "name");
        if (before != after)
            found.At("name").Add(before is not null && Matching.FormerNames(current).Contains(before) ? ChangeRules.RenamedKeepingName : ChangeRules.Renamed, former.Find("name"), current.Find("name"), $"property '{before}' was renamed to '{after}'");
    }

    private static void Type(YamlMapping former, YamlMapping current, DifferenceList found, bool inMap)
    {
        TypeShape before = TypeShape.Of(former), after = TypeShape.Of(current);
        string key = YamlEquality.Same(former.Find("physicalType"), current.Find("physicalType")) ? "logicalType" : "physicalType";
        (YamlNode? old, YamlNode? now) = (former.Find(key), current.Find(key));
        ChangeRule? rule = Judge(former, before, after);
        if (rule is null)
        {
            found.Compare(ChangeRules.StoredTypeChanged, "physicalType", former, current);
            found.Compare(former.Find("logicalType") is null || current.Find("logicalType") is null ? ChangeRules.WordsChanged : ChangeRules.TypeChanged, "logicalType", former, current);
        }
        else
            found.At(key).Add(inMap ? ChangeRules.MapChanged : rule, old ?? former.Find("logicalTypeOptions"), now ?? current.Find("logicalTypeOptions"), $"the type of {found.Name} {DifferenceList.Verb(old, now)}");
    }

    private static ChangeRule? Judge(YamlMapping former, TypeShape before, TypeShape after)
    {
        if (before == after)
            return null;
        if (before.Family == after.Family && !before.IsText && (before.Width == 0 || after.Width == 0))
            return ChangeRules.StoredTypeChanged; // one of them does not say how wide it is
        if (before.Family is "map" or "vector" || after.Family is "map" or "vector")
            return ChangeRules.MapChanged;
        if (after.Includes(before) || (before.IsWhole && after.HasFraction))
            return after.IsText ? ChangeRules.LimitLoosened : TypeShape.Announced(former) is { } announced && announced.Includes(after) ? ChangeRules.TypeWidenedAsAnnounced : ChangeRules.TypeWidened;
        if (before.Includes(after) || (before.HasFraction && after.IsWhole))
            return after.IsText ? ChangeRules.LimitTightened : ChangeRules.TypeNarrowed;
        return ChangeRules.TypeChanged;
    }

    private static void Flag(string key, YamlMapping former, YamlMapping current, DifferenceList found, ChangeRule added, ChangeRule dropped)
    {
        bool after = Matching.Flag(current, key);
        if (Matching.Flag(former, key) != after)
            found.Compare(after ? added : dropped, key, former, current);
    }

    private static void Classification(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        string? before = Matching.Text(former, "classification"), after = Matching.Text(current, "classification");
        if (before != after)
        {
            int old = Level(before), now = Level(after);
            found.Compare(old >= 0 && now >= 0 && now < old ? ChangeRules.ClassificationLowered : ChangeRules.ClassificationRaised, "classification", former, current);
        }
        const string categories = "datamesh.categories";
        HashSet<string> had = [.. Matching.Texts(Matching.Custom(former, categories))], has = [.. Matching.Texts(Matching.Custom(current, categories))];
        if (!had.SetEquals(has))
            found.At(categories).Add(has.IsProperSubsetOf(had) ? ChangeRules.ClassificationLowered : ChangeRules.ClassificationRaised, Matching.Custom(former, categories), Matching.Custom(current, categories), $"the categories of {found.Name} changed");
    }

    // What is not said is as open as can be; words of an organisation have no order that we know.
    private static int Level(string? classification) => classification is null ? 0 : Array.IndexOf(_levels, classification.ToLowerInvariant());

    private void Below(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        CompareLists(former, current, found, inMap: Matching.Text(former, "physicalType") == "map" && Matching.Text(current, "physicalType") == "map");
        (YamlMapping? before, YamlMapping? after) = (former.Find("items") as YamlMapping, current.Find("items") as YamlMapping);
        if (before is not null && after is not null)
            Compare(before, after, found.At("items", $"items of {found.Name}"));
        else
            found.Compare(ChangeRules.TypeChanged, "items", former, current);
        found.Compare(ChangeRules.MapChanged, "map", former, current);
        if (!Matching.Flag(former, "deprecated") && Matching.Flag(current, "deprecated"))
            found.Compare(ChangeRules.Deprecated, "deprecated", former, current);
        else
            found.Compare(ChangeRules.WordsChanged, "deprecated", former, current);
    }
}
