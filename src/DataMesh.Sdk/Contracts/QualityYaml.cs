using System.Globalization;

namespace DataMesh;

/// <summary>Quality rules as ODCS: by a metric of the library where there is one, otherwise as rules of our own engine. Rules about one column stand with it, others with the object.</summary>
internal static class QualityYaml
{
    /// <summary>The share of rows that may go to quarantine where nothing is said.</summary>
    public const decimal DefaultQuarantineLimit = 0.01m;

    /// <summary>The key of a list of rules.</summary>
    public const string Key = "quality";

    private const string Engine = "datamesh";

    /// <summary>The rules that stand with a column, or with the object when there is none.</summary>
    public static YamlSequence Write(IReadOnlyList<QualityRule> rules, SchemaProperty? column) =>
        YamlSequence.Of(rules.Where(r => ColumnOf(r) == column?.Name).Select(r => Write(r, column)));

    /// <summary>Reads the rules of a column, or of the object; those of other engines and kinds are not ours to enforce.</summary>
    public static IEnumerable<QualityRule> Read(YamlMapping element, SchemaProperty? column) =>
        element.GetMappings(Key).Select(rule => ReadRule(rule, column)).OfType<QualityRule>();

    private static string? ColumnOf(QualityRule rule) => rule switch
    {
        NotNullRule r => r.Column,
        AllowedValuesRule r => r.Column,
        PatternRule r => r.Column,
        CompletenessRule r => r.Column,
        DistributionRule r => r.Column,
        _ => null,
    };

    private static YamlMapping Write(QualityRule rule, SchemaProperty? column)
    {
        YamlMapping element = new YamlMapping().Add("name", rule.Name).Add("description", rule.Describe());
        switch (rule)
        {
            case NotNullRule:
                Library(element, "nullValues").Add("mustBe", 0).Add("unit", "rows");
                break;
            case CompletenessRule complete:
                Library(element, "nullValues").Add("mustBeLessOrEqualTo", Percent(1 - complete.AtLeastShare)).Add("unit", "percent");
                break;
            case AllowedValuesRule allowed:
                Library(element, "invalidValues").Add("arguments", new YamlMapping().Add("validValues", new YamlSequence(allowed.Values.Select(v => Values(column!).Spell(v))))).Add("mustBe", 0).Add("unit", "rows");
                break;
            case PatternRule pattern:
                Library(element, "invalidValues").Add("arguments", new YamlMapping().Add("pattern", pattern.Pattern)).Add("mustBe", 0).Add("unit", "rows");
                break;
            case UniqueRule unique:
                Library(element, "duplicateValues").Add("arguments", new YamlMapping().Add("properties", YamlSequence.Of(unique.Key)).Add("scope", EnumText.Spell(unique.Scope)))
                    .Add(unique.AtMostShare == 0 ? "mustBe" : "mustBeLessOrEqualTo", unique.AtMostShare == 0 ? YamlScalar.Of(0) : Percent(unique.AtMostShare)).Add("unit", unique.AtMostShare == 0 ? "rows" : "percent");
                break;
            case RowCountRule count:
                Between(Library(element, "rowCount"), count).Add("unit", "rows");
                break;
            case ConditionRule condition:
                Custom(element, YamlScalar.Of(condition.Holds.ToString()));
                break;
            case SqlRule sql:
                Between(element.Add("type", "sql").Add("query", sql.Query), sql);
                break;
            case ReferenceRule reference:
                YamlMapping references = new YamlMapping().Add("references", reference.Port.ToString()).Add("columns", YamlSequence.Of(reference.Key)).Add("keys", YamlSequence.Of(reference.ForeignKey));
                Custom(element, references.AddOptional("purpose", reference.Purpose.IsNone ? null : reference.Purpose.ToString()));
                break;
            case FreshnessRule fresh:
                Custom(element, new YamlMapping().Add("latest", fresh.Column).Add("within", DurationText.Spell(fresh.Within)));
                break;
            case DistributionRule distribution:
                YamlMapping measure = new YamlMapping().Add("measure", EnumText.Spell(distribution.Measure));
                AddNumber(measure, "atLeast", distribution.AtLeast);
                AddNumber(measure, "atMost", distribution.AtMost);
                Custom(element, measure);
                break;
            default:
                throw new NotSupportedException($"Quality rules of type {rule.GetType().Name} are not known.");
        }
        return element.Add("dimension", EnumText.Spell(rule.Dimension)).Add("severity", EnumText.Spell(rule.Severity));
    }

    private static YamlMapping Library(YamlMapping element, string metric) => element.Add("type", "library").Add("metric", metric);

    private static void Custom(YamlMapping element, YamlNode implementation) => element.Add("type", "custom").Add("engine", Engine).Add("implementation", implementation);

    private static YamlMapping Between(YamlMapping element, RowCountRule count) => (count.AtLeast, count.AtMost) switch
    {
        ({ } low, { } high) when low == high => element.Add("mustBe", low),
        ({ } low, { } high) => element.Add("mustBeBetween", new YamlSequence([YamlScalar.Of(low), YamlScalar.Of(high)])),
        ({ } low, null) => element.Add("mustBeGreaterOrEqualTo", low),
        (_, { } high) => element.Add("mustBeLessOrEqualTo", high),
        _ => element.Add("mustBeGreaterOrEqualTo", 0),
    };

    private static void Between(YamlMapping element, SqlRule rule)
    {
        if (rule is { AtLeast: { } low, AtMost: { } high } && low != high)
            element.Add("mustBeBetween", new YamlSequence([Number(low), Number(high)]));
        else
            element.Add(rule.AtMost is null ? "mustBeGreaterOrEqualTo" : rule.AtLeast is null ? "mustBeLessOrEqualTo" : "mustBe", Number(rule.AtMost ?? rule.AtLeast ?? 0));
    }

    private static SqlRule ReadSql(YamlMapping rule, string name, QualityDimension dimension)
    {
        double? exactly = rule.FindScalar("mustBe")?.Parse<double>("number");
        double?[] between = [.. rule.GetScalars("mustBeBetween").Select(s => (double?)s.Parse<double>("number"))];
        return new SqlRule
        {
            Name = name,
            Dimension = dimension,
            Query = rule.GetText("query"),
            AtLeast = exactly ?? (between is [var low, _] ? low : rule.FindScalar("mustBeGreaterOrEqualTo")?.Parse<double>("number")),
            AtMost = exactly ?? (between is [_, var high] ? high : rule.FindScalar("mustBeLessOrEqualTo")?.Parse<double>("number")),
        };
    }

    private static QualityRule? ReadRule(YamlMapping rule, SchemaProperty? column)
    {
        if (rule.FindText("name") is not { } name || !EnumText.TryParse(rule.FindText("dimension") ?? "", out QualityDimension dimension) || !EnumText.TryParse(rule.FindText("severity") ?? "", out Severity severity))
            return null;
        QualityRule? read = (rule.FindText("type") ?? "library") switch
        {
            "library" => ReadLibrary(rule, column, name, dimension),
            "sql" when column is null => ReadSql(rule, name, dimension),
            "custom" when rule.FindText("engine") == Engine => ReadCustom(rule, column, name, dimension),
            _ => null,
        };
        return read is null ? null : read with { Severity = severity };
    }

    private static QualityRule? ReadLibrary(YamlMapping rule, SchemaProperty? column, string name, QualityDimension dimension)
    {
        bool percent = rule.FindText("unit") == "percent";
        YamlMapping? arguments = rule.FindMapping("arguments");
        return (rule.FindText("metric"), column) switch
        {
            ("nullValues", { } c) when percent => new CompletenessRule { Name = name, Dimension = dimension, Column = c.Name, AtLeastShare = 1 - Share(rule) },
            ("nullValues", { } c) => new NotNullRule { Name = name, Dimension = dimension, Column = c.Name },
            ("invalidValues", { } c) when arguments?.Find("validValues") is not null => new AllowedValuesRule { Name = name, Dimension = dimension, Column = c.Name, Values = [.. arguments.GetItems("validValues").Select(Values(c).ReadValue)] },
            ("invalidValues", { } c) when arguments?.FindText("pattern") is { } pattern => new PatternRule { Name = name, Dimension = dimension, Column = c.Name, Pattern = pattern },
            ("duplicateValues", null) when arguments is not null => new UniqueRule
            {
                Name = name,
                Dimension = dimension,
                Key = arguments.GetTexts("properties"),
                Scope = arguments.GetScalar("scope").ParseEnum<UniqueScope>("scope"),
                AtMostShare = percent ? Share(rule) : 0,
            },
            ("rowCount", null) => ReadRowCount(rule, name, dimension),
            _ => null,
        };
    }

    private static RowCountRule ReadRowCount(YamlMapping rule, string name, QualityDimension dimension)
    {
        long? exactly = rule.FindCount("mustBe");
        long?[] between = [.. rule.GetScalars("mustBeBetween").Select(s => (long?)s.Parse<long>("number of rows"))];
        return new RowCountRule
        {
            Name = name,
            Dimension = dimension,
            AtLeast = exactly ?? (between is [var low, _] ? low : rule.FindCount("mustBeGreaterOrEqualTo")),
            AtMost = exactly ?? (between is [_, var high] ? high : rule.FindCount("mustBeLessOrEqualTo")),
        };
    }

    private static QualityRule? ReadCustom(YamlMapping rule, SchemaProperty? column, string name, QualityDimension dimension) => (rule.Find("implementation"), column) switch
    {
        (YamlScalar text, null) => new ConditionRule { Name = name, Dimension = dimension, Holds = ReadFilter(text) },
        (YamlMapping reference, null) when reference.Contains("references") => new ReferenceRule
        {
            Name = name,
            Dimension = dimension,
            Key = reference.GetTexts("columns"),
            Port = reference.GetValue<PortReference>("references"),
            ForeignKey = reference.GetTexts("keys"),
            Purpose = reference.FindScalar("purpose")?.Parse<Purpose>("purpose") ?? default,
        },
        (YamlMapping fresh, null) when fresh.Contains("latest") => new FreshnessRule { Name = name, Dimension = dimension, Column = fresh.GetText("latest"), Within = DurationText.Read(fresh.GetScalar("within")) },
        (YamlMapping figure, { } c) when figure.Contains("measure") => new DistributionRule
        {
            Name = name,
            Dimension = dimension,
            Column = c.Name,
            Measure = figure.GetScalar("measure").ParseEnum<ColumnMeasure>("measure"),
            AtLeast = figure.FindScalar("atLeast")?.Parse<double>("number"),
            AtMost = figure.FindScalar("atMost")?.Parse<double>("number"),
        },
        _ => null,
    };

    private static Filter ReadFilter(YamlScalar text)
    {
        try
        {
            return Filter.Parse(text.Text);
        }
        catch (FormatException error)
        {
            throw text.Error($"the condition cannot be understood: {error.Message}");
        }
    }

    private static ConstraintDocument Values(SchemaProperty column) => new(column.Type, new YamlMapping(), new YamlMapping());

    private static decimal Share(YamlMapping rule) => rule.GetScalar("mustBeLessOrEqualTo").Parse<decimal>("share in percent") / 100;

    private static YamlScalar Percent(decimal share) => YamlScalar.Number((share * 100).ToString("0.############################", CultureInfo.InvariantCulture));

    private static void AddNumber(YamlMapping mapping, string key, double? number)
    {
        if (number is { } value)
            mapping.Add(key, Number(value));
    }

    private static YamlScalar Number(double value) => YamlScalar.Number(value.ToString("R", CultureInfo.InvariantCulture));
}
