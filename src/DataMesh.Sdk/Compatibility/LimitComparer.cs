namespace DataMesh;

/// <summary>Compares the limits of two properties: options of the logical type and, where the standard has no place, our custom properties.</summary>
/// <param name="former">The property as it was.</param>
/// <param name="current">The property now.</param>
/// <param name="strict">True when readers may rely on limits.</param>
/// <param name="found">Takes the differences.</param>
internal sealed class LimitComparer(YamlMapping former, YamlMapping current, bool strict, DifferenceList found)
{
    private const string Options = "logicalTypeOptions";

    private static readonly string[] _lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
    private static readonly string[] _upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] _other = ["pattern", "multipleOf"];

    private static readonly string[] _known = [.. _lower, .. _upper, .. _other, "format", "timezone", "defaultTimezone", "uniqueItems", "required"];

    /// <summary>Adds the differences.</summary>
    public void Compare()
    {
        foreach (string key in _lower)
            Bound(key, raisedIsTighter: true);
        foreach (string key in _upper)
            Bound(key, raisedIsTighter: false);
        foreach (string key in _other)
            Other(key, Limit(former, key), Limit(current, key));
        Format();
        (YamlMapping before, YamlMapping after) = (OptionsOf(former), OptionsOf(current));
        DifferenceList options = found.At(Options);
        options.Compare(ChangeRules.TypeChanged, "timezone", before, after);
        options.Compare(ChangeRules.MeaningChanged, "defaultTimezone", before, after);
        UniqueItems(before, after, options);
        RequiredNames(before, after, options);
        foreach (string key in before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal).Except(_known, StringComparer.Ordinal))
            options.Compare(IsVector ? ChangeRules.MapChanged : ChangeRules.WordsChanged, key, before, after);
    }

    private bool IsVector => Matching.Text(former, "logicalType") == "vector" || Matching.Text(current, "logicalType") == "vector";

    private ChangeRule Loosened => strict ? ChangeRules.LimitLoosenedStrictly : ChangeRules.LimitLoosened;

    private ChangeRule Changed => strict ? ChangeRules.LimitChangedStrictly : ChangeRules.LimitChanged;

    private static YamlMapping OptionsOf(YamlMapping property) => property.Find(Options) as YamlMapping ?? new YamlMapping();

    /// <summary>A limit of a property, wherever it stands; null when there is none.</summary>
    public static YamlNode? Limit(YamlMapping property, string key) => OptionsOf(property).Find(key) ?? Matching.Custom(property, $"datamesh.{key}");

    private void Bound(string key, bool raisedIsTighter)
    {
        (YamlNode? before, YamlNode? after) = (Limit(former, key), Limit(current, key));
        if (YamlEquality.Same(before, after))
            return;
        ChangeRule rule = before is null ? ChangeRules.LimitTightened : after is null ? Loosened
            : Order(before, after) is not { } order ? Changed : order < 0 == raisedIsTighter ? ChangeRules.LimitTightened : Loosened;
        Add(rule, key, before, after);
    }

    // Dates and times are spelled so that their order is that of their text.
    private static int? Order(YamlNode before, YamlNode after) => (YamlNumber.TryRead(before), YamlNumber.TryRead(after)) switch
    {
        ({ } a, { } b) => a.CompareTo(b),
        _ => before is YamlScalar { Kind: YamlKind.Text } x && after is YamlScalar { Kind: YamlKind.Text } y && x.Text.Length == y.Text.Length ? string.CompareOrdinal(x.Text, y.Text) : null,
    };

    private void Other(string key, YamlNode? before, YamlNode? after)
    {
        if (!YamlEquality.Same(before, after))
            Add(before is null ? ChangeRules.LimitTightened : after is null ? Loosened : Changed, key, before, after);
    }

    // The width of a number is a matter of its type, unless the stored type says that already: then the format only announces.
    private void Format()
    {
        (YamlNode? before, YamlNode? after) = (OptionsOf(former).Find("format"), OptionsOf(current).Find("format"));
        if (YamlEquality.Same(before, after))
            return;
        (TypeShape? was, TypeShape? now) = (TypeShape.Announced(former), TypeShape.Announced(current));
        if ((was ?? now) is not null && TypeShape.Of(former) != TypeShape.Of(current))
            return; // told as a change of the type
        if (was is { } a && now is { } b)
            Add(b.Includes(a) ? Loosened : ChangeRules.LimitTightened, "format", before, after);
        else
            Other("format", before, after);
    }

    private static void UniqueItems(YamlMapping before, YamlMapping after, DifferenceList options)
    {
        if (Matching.Flag(before, "uniqueItems") != Matching.Flag(after, "uniqueItems"))
            options.Compare(Matching.Flag(after, "uniqueItems") ? ChangeRules.UniqueAdded : ChangeRules.UniqueDropped, "uniqueItems", before, after);
    }

    private static void RequiredNames(YamlMapping before, YamlMapping after, DifferenceList options)
    {
        HashSet<string> former = [.. Matching.Texts(before, "required")], current = [.. Matching.Texts(after, "required")];
        if (former.Except(current).Any())
            options.Compare(ChangeRules.RequiredDropped, "required", before, after);
        if (current.Except(former).Any())
            options.Compare(ChangeRules.RequiredAdded, "required", before, after);
    }

    private void Add(ChangeRule rule, string key, YamlNode? before, YamlNode? after) =>
        found.At(Options).At(key).Add(rule, before, after, $"{key} of {found.Name} {DifferenceList.Verb(before, after)}");
}
