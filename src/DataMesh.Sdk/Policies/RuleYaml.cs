namespace DataMesh;

/// <summary>Rules in policy documents.</summary>
internal static class RuleYaml
{
    private const string ProhibitionKind = "prohibition";
    private const string RowFilterKind = "rowFilter";
    private const string ColumnMaskKind = "columnMask";

    /// <summary>A rule.</summary>
    public static YamlMapping Write(PolicyRule rule, bool withOrigin)
    {
        YamlMapping node = RecipientsYaml.WriteTo(new YamlMapping().Add("name", rule.Name).Add("kind", KindOf(rule)), rule.For)
            .AddOptional("purposes", YamlSequence.Of(rule.Purposes.Select(p => p.ToString())));
        switch (rule)
        {
            case Prohibition prohibition:
                node.AddOptional("columns", YamlSequence.Of(prohibition.Columns)).AddOptional("rows", prohibition.Rows?.ToString());
                break;
            case RowFilter filter:
                node.Add("rows", filter.Rows.ToString());
                break;
            case ColumnMask mask:
                node.Add("mask", mask.Mask.ToString()).AddOptional("columns", YamlSequence.Of(mask.Columns))
                    .AddOptional("atLeast", mask.AtLeast is { } level ? EnumText.Spell(level) : null).AddOptional("categories", CategoryText.Write(mask.Categories));
                break;
        }
        return node.AddOptional("origin", withOrigin ? rule.Origin : null);
    }

    /// <summary>Reads a rule.</summary>
    public static PolicyRule Read(YamlMapping rule)
    {
        string name = rule.GetText("name");
        YamlScalar kind = rule.GetScalar("kind");
        string[] own = kind.Text switch
        {
            ProhibitionKind => ["columns", "rows"],
            RowFilterKind => ["rows"],
            ColumnMaskKind => ["mask", "columns", "atLeast", "categories"],
            _ => throw kind.Error($"{kind.Quoted} is not a known kind of rule: expected {ProhibitionKind}, {RowFilterKind} or {ColumnMaskKind}. Update the application if it is newer.", DataMeshErrorKind.IncompatibleVersion),
        };
        PolicyNode.Check(rule, ["name", "kind", "domains", "roles", "users", "products", "when", "purposes", "origin", .. own]);
        Recipients bound = RecipientsYaml.Read(rule);
        Purpose[] purposes = GrantYaml.ReadPurposes(rule);
        string? origin = rule.FindText("origin");
        return kind.Text switch
        {
            ProhibitionKind => new Prohibition { Name = name, For = bound, Purposes = purposes, Columns = rule.GetTexts("columns"), Rows = PolicyNode.FindFilter(rule, "rows"), Origin = origin },
            RowFilterKind => new RowFilter { Name = name, For = bound, Purposes = purposes, Rows = PolicyNode.FindFilter(rule, "rows") ?? throw rule.Error("'rows' is missing."), Origin = origin },
            _ => new ColumnMask
            {
                Name = name,
                For = bound,
                Purposes = purposes,
                Mask = PolicyNode.GetMask(rule, "mask"),
                Columns = rule.GetTexts("columns"),
                AtLeast = rule.FindScalar("atLeast")?.ParseEnum<Classification>("classification"),
                Categories = CategoryText.Read(rule.GetScalars("categories")),
                Origin = origin,
            },
        };
    }

    private static string KindOf(PolicyRule rule) => rule switch
    {
        Prohibition => ProhibitionKind,
        RowFilter => RowFilterKind,
        ColumnMask => ColumnMaskKind,
        _ => throw new NotSupportedException($"Rules of type {rule.GetType().Name} are not known."),
    };
}
