namespace DataMesh;

/// <summary>The policy of one port in policy documents.</summary>
internal static class PortPolicyYaml
{
    /// <summary>One port of a policy.</summary>
    /// <param name="port">The port.</param>
    /// <param name="withOrigins">False leaves out where things are written, to compare what they say.</param>
    public static YamlMapping Write(PortPolicy port, bool withOrigins = true) => new YamlMapping()
        .Add("port", port.Port).Add("major", port.Major)
        .Add("grants", YamlSequence.Of(port.Grants.Select(g => GrantYaml.Write(g, withOrigins))))
        .AddOptional("offers", YamlSequence.Of(port.Offers.Select(o => GrantYaml.Write(o, withOrigins))))
        .AddOptional("rules", YamlSequence.Of(port.Rules.Select(r => RuleYaml.Write(r, withOrigins))))
        .AddOptional("retention", port.Retention is { } retention ? new YamlMapping().Add("column", retention.Column).Add("period", DurationText.Spell(retention.Period)) : new YamlMapping())
        .AddOptional("residency", YamlSequence.Of(port.Residency))
        .AddOptional("columns", YamlSequence.Of(port.Columns.Select(WriteColumn)));

    /// <summary>Reads one port of a document of version 1: a confidential column was in nobody's sight.</summary>
    public static PortPolicy ReadFirst(YamlMapping port)
    {
        PolicyNode.Check(port, "port", "major", "grants", "columns");
        ColumnClassification[] columns = [.. port.GetMappings("columns").Select(c => ReadColumn(c, isFirst: true))];
        Sight sight = new() { Excluded = [.. columns.Where(c => c.Level >= Classification.Confidential).Select(c => c.Name)] };
        return Checked(port, new PortPolicy
        {
            Port = port.GetText("port"),
            Major = port.FindSmallCount("major") ?? throw port.Error("'major' is missing."),
            Grants = [.. port.GetMappings("grants").Select(g => GrantYaml.ReadFirst(g) with { Gives = sight })],
            Columns = columns,
        });
    }

    /// <summary>Reads one port of a document.</summary>
    public static PortPolicy Read(YamlMapping port)
    {
        PolicyNode.Check(port, "port", "major", "grants", "offers", "rules", "retention", "residency", "columns");
        ColumnClassification[] columns = [.. port.GetMappings("columns").Select(c => ReadColumn(c, isFirst: false))];
        HashSet<string> listed = columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return Checked(port, ReadRest(port, listed) with
        {
            Port = port.GetText("port"),
            Major = port.FindSmallCount("major") ?? throw port.Error("'major' is missing."),
            Columns = columns,
        });
    }

    /// <summary>Reads the policy that a declaration holds as text: fields are bound by name, later.</summary>
    public static PortPolicy ReadText(YamlMapping root)
    {
        PolicyNode.Check(root, "grants", "offers", "rules", "retention", "residency", "columns");
        return Checked(root, ReadRest(root, listed: null) with { Columns = [.. root.GetMappings("columns").Select(ReadTextColumn)] });
    }

    private static PortPolicy ReadRest(YamlMapping port, HashSet<string>? listed) => new()
    {
        Port = "",
        Major = 0,
        Grants = ReadEach(port, "grants", GrantYaml.ReadGrant, g => PolicyColumns.Of(g.Gives), listed),
        Offers = ReadEach(port, "offers", GrantYaml.ReadOffer, o => PolicyColumns.Of(o.Gives), listed),
        Rules = ReadEach(port, "rules", RuleYaml.Read, PolicyColumns.Of, listed),
        Retention = port.FindMapping("retention") is { } retention ? ReadRetention(retention, listed) : null,
        Residency = port.GetTexts("residency"),
    };

    private static List<T> ReadEach<T>(YamlMapping port, string key, Func<YamlMapping, T> read, Func<T, IEnumerable<string>> columnsOf, HashSet<string>? listed)
    {
        List<T> all = [];
        foreach (YamlMapping node in port.GetMappings(key))
        {
            T element = read(node);
            RequireListed(node, columnsOf(element), listed);
            all.Add(element);
        }
        return all;
    }

    private static Retention ReadRetention(YamlMapping node, HashSet<string>? listed)
    {
        PolicyNode.Check(node, "column", "period");
        Retention retention = new() { Column = node.GetText("column"), Period = DurationText.Read(node.GetScalar("period")) };
        RequireListed(node, [retention.Column], listed);
        return retention;
    }

    // Without a field id a rename would turn a rule off.
    private static void RequireListed(YamlMapping node, IEnumerable<string> columns, HashSet<string>? listed)
    {
        if (listed is not null && columns.FirstOrDefault(c => !listed.Contains(c)) is { } missing)
            throw node.Error($"the column '{missing}' is named here and not listed in 'columns', which binds it to its field.");
    }

    private static PortPolicy Checked(YamlMapping node, PortPolicy policy)
    {
        IEnumerable<string> names = policy.Grants.Select(g => g.Name).Concat(policy.Offers.Select(o => o.Name)).Concat(policy.Rules.Select(r => r.Name));
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw node.Error($"two grants, offers or rules have the same name '{twice.Key}'.");
        if (policy.Columns.Where(c => c.FieldId != 0).GroupBy(c => c.FieldId).Any(g => g.Count() > 1) || policy.Columns.GroupBy(c => c.Name, StringComparer.Ordinal).Any(g => g.Count() > 1))
            throw node.Error("a column is classified twice.");
        return policy;
    }

    private static YamlMapping WriteColumn(ColumnClassification column)
    {
        YamlMapping node = new YamlMapping()
            .Add("field", column.FieldId).Add("name", column.Name).Add("level", EnumText.Spell(column.Level))
            .AddOptional("categories", CategoryText.Write(column.Categories));
        if (column.KeepBounds)
            node.Add("keepBounds", YamlScalar.Of(true));
        if (column.Raised)
            node.Add("raised", YamlScalar.Of(true));
        return node;
    }

    private static ColumnClassification ReadColumn(YamlMapping column, bool isFirst)
    {
        if (isFirst)
            PolicyNode.Check(column, "field", "name", "level", "categories");
        else
            PolicyNode.Check(column, "field", "name", "level", "categories", "keepBounds", "raised");
        Category categories = CategoryText.Read(column.GetScalars("categories"));
        return new ColumnClassification
        {
            FieldId = column.FindSmallCount("field") ?? throw column.Error("'field' is missing."),
            Name = column.GetText("name"),
            Level = ColumnLevels.Effective(column.GetScalar("level").ParseEnum<Classification>("classification"), categories),
            Categories = categories,
            KeepBounds = column.GetFlag("keepBounds"),
            Raised = column.GetFlag("raised"),
        };
    }

    private static ColumnClassification ReadTextColumn(YamlMapping column)
    {
        PolicyNode.Check(column, "field", "name", "level", "categories", "keepBounds");
        Category categories = CategoryText.Read(column.GetScalars("categories"));
        return new ColumnClassification
        {
            FieldId = column.FindSmallCount("field") ?? 0,
            Name = column.GetText("name"),
            Level = column.FindScalar("level") is { } level ? ColumnLevels.Effective(level.ParseEnum<Classification>("classification"), categories) : Classification.Public,
            Categories = categories,
            KeepBounds = column.GetFlag("keepBounds"),
        };
    }
}
