namespace DataMesh;

/// <summary>Compares two contracts section by section.</summary>
/// <param name="strict">True when readers may rely on limits.</param>
internal sealed class ContractComparer(bool strict)
{
    private static readonly string[] _judged =
        ["version", "apiVersion", "kind", "status", "description", "servers", "schema", "slaProperties", "roles", "price", "customProperties", "slaDefaultElement"];

    private readonly PropertyComparer _properties = new(strict);

    /// <summary>The differences, section by section.</summary>
    public static IReadOnlyList<FoundDifference> Compare(YamlMapping former, YamlMapping current, bool strict)
    {
        List<FoundDifference> found = [];
        new ContractComparer(strict).Compare(former, current, new DifferenceList(found, "", "the contract"));
        return found;
    }

    private void Compare(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.ByName(former, current, "schema"))
        {
            string name = Matching.Text(after ?? before, "name") ?? "";
            DifferenceList place = found.At($"schema[name={name}]", $"object '{name}'");
            if (before is null)
                place.Add(ChangeRules.ObjectAdded, null, after, $"object '{name}' was added");
            else if (after is null)
                place.Add(ChangeRules.ObjectRemoved, before, null, $"object '{name}' was removed");
            else
                CompareObjects(before, after, place);
        }
        ServiceLevelComparer.Compare(former, current, found);
        Status(former, current, found);
        Description(Named(former, "description"), Named(current, "description"), found.At("description", "the description"));
        Servers(former, current, found);
        Roles(former, current, found);
        Price(Named(former, "price"), Named(current, "price"), found.At("price", "the price"));
        Mode(former, current, found);
        found.Compare(ChangeRules.WordsChanged, "slaDefaultElement", former, current);
        RestComparer.Compare(former, current, _judged, ["datamesh.mode", "datamesh.partitioning", "datamesh.sortOrder"], found);
    }

    private void CompareObjects(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        if (Matching.Text(former, "name") is { } before && before != Matching.Text(current, "name"))
            found.At("name").Add(Matching.FormerNames(current).Contains(before) ? ChangeRules.RenamedKeepingName : ChangeRules.Renamed, former.Find("name"), current.Find("name"), $"object '{before}' was renamed to '{Matching.Text(current, "name")}'");
        Key(former, current, found);
        _properties.CompareLists(former, current, found);
        QualityComparer.Compare(former, current, found);
        foreach (string key in (string[])["physicalName", "physicalType"])
            found.Compare(ChangeRules.ServerChanged, key, former, current);
        found.Compare(!Matching.Flag(former, "deprecated") && Matching.Flag(current, "deprecated") ? ChangeRules.Deprecated : ChangeRules.WordsChanged, "deprecated", former, current);
        RestComparer.Compare(former, current, ["name", "properties", "quality", "physicalName", "physicalType", "deprecated", "customProperties"], ["datamesh.formerNames"], found);
    }

    // Rows are unique by a key when they are by a part of it.
    private static void Key(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        HashSet<string> before = [.. KeyOf(former)], after = [.. KeyOf(current)];
        foreach ((YamlMapping? was, YamlMapping? now) in Matching.ByName(former, current, "properties"))
            if (was is not null && now is not null && Matching.Text(was, "name") is { } old && before.Remove(old))
                before.Add(Matching.Text(now, "name") ?? ""); // a renamed column is the same column
        (YamlNode? a, YamlNode? b) = (before.Count == 0 ? null : YamlSequence.Of(before), after.Count == 0 ? null : YamlSequence.Of(after));
        if (before.Count > 0 && (after.Count == 0 || !after.IsSubsetOf(before)))
            found.At("primaryKey").Add(ChangeRules.UniqueDropped, a, b, after.Count == 0 ? $"the key of {found.Name} was removed" : $"the key of {found.Name} no longer tells rows apart by the former columns");
        if (after.Count > 0 && (before.Count == 0 || !before.IsSubsetOf(after)))
            found.At("primaryKey").Add(ChangeRules.UniqueAdded, a, b, before.Count == 0 ? $"a key of {found.Name} was added" : $"the key of {found.Name} has fewer columns or others");
    }

    private static IEnumerable<string> KeyOf(YamlMapping schema) => Matching.Mappings(schema, "properties").Where(p => Matching.Flag(p, "primaryKey")).Select(p => Matching.Text(p, "name")).OfType<string>();

    private static void Status(YamlMapping former, YamlMapping current, DifferenceList found) => found.Compare(Matching.Text(current, "status")?.ToLowerInvariant() switch
    {
        "deprecated" => ChangeRules.Deprecated,
        "retired" => ChangeRules.Retired,
        _ => ChangeRules.StatusChanged,
    }, "status", former, current);

    private static void Description(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        found.Compare(current.Find("limitations") is null ? ChangeRules.TermsLoosened : ChangeRules.TermsTightened, "limitations", former, current);
        RestComparer.Compare(former, current, ["limitations", "customProperties"], [], found);
    }

    private static void Servers(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.By(former, current, "servers", s => Matching.Text(s, "server") ?? ""))
        {
            string name = Matching.Text(after ?? before, "server") ?? "";
            DifferenceList place = found.At($"servers[server={name}]", $"server '{name}'");
            if (before is null || after is null)
                place.Add(ChangeRules.ServerChanged, before, after, $"server '{name}' {DifferenceList.Verb(before, after)}");
            else
                foreach (string key in before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal))
                    place.Compare(key is "description" or "environment" or "id" or "customProperties" ? ChangeRules.WordsChanged : ChangeRules.ServerChanged, key, before, after);
        }
    }

    private static void Roles(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        foreach ((YamlMapping? before, YamlMapping? after) in Matching.By(former, current, "roles", r => Matching.Text(r, "role") ?? ""))
        {
            string name = Matching.Text(after ?? before, "role") ?? "";
            DifferenceList place = found.At($"roles[role={name}]", $"role '{name}'");
            if (before is null || after is null)
                place.Add(before is null ? ChangeRules.TermsLoosened : ChangeRules.TermsTightened, before, after, $"role '{name}' {DifferenceList.Verb(before, after)}");
            else
                foreach (string key in before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal))
                    place.Compare(key == "access" ? ChangeRules.TermsTightened : ChangeRules.WordsChanged, key, before, after);
        }
    }

    private static void Price(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        (double? before, double? after) = (YamlNumber.TryRead(former.Find("priceAmount")), YamlNumber.TryRead(current.Find("priceAmount")));
        found.Compare(current.Find("priceAmount") is null || (before is { } a && after is { } b && b < a) ? ChangeRules.TermsLoosened : ChangeRules.TermsTightened, "priceAmount", former, current);
        foreach (string key in (string[])["priceCurrency", "priceUnit"])
            found.Compare(current.Find("priceAmount") is null ? ChangeRules.TermsLoosened : ChangeRules.TermsTightened, key, former, current);
        RestComparer.Compare(former, current, ["priceAmount", "priceCurrency", "priceUnit"], [], found);
    }

    private static void Mode(YamlMapping former, YamlMapping current, DifferenceList found)
    {
        (YamlNode? before, YamlNode? after) = (Matching.Custom(former, "datamesh.mode"), Matching.Custom(current, "datamesh.mode"));
        if (!YamlEquality.Same(before, after))
            found.At("datamesh.mode").Add(after is YamlScalar { Text: "append" } ? ChangeRules.RowsNoLongerChange : ChangeRules.RowsMayChange, before, after, $"the publish mode {DifferenceList.Verb(before, after)}");
        foreach ((string key, string what) in ((string, string)[])[("datamesh.partitioning", "the partitioning"), ("datamesh.sortOrder", "the order of stored rows")])
        {
            (YamlNode? layout, YamlNode? now) = (Matching.Custom(former, key), Matching.Custom(current, key));
            if (!YamlEquality.Same(layout, now))
                found.At(key).Add(ChangeRules.LayoutChanged, layout, now, $"{what} {DifferenceList.Verb(layout, now)}");
        }
    }

    private static YamlMapping Named(YamlMapping element, string key) => element.Find(key) as YamlMapping ?? new YamlMapping();
}
