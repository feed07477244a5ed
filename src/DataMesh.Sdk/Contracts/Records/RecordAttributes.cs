using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMesh;

/// <summary>The attributes that say in C# what a property says in a contract.</summary>
/// <param name="property">The property.</param>
/// <param name="type">The C# type of its values, without question mark.</param>
internal sealed class RecordAttributes(YamlMapping property, string type)
{
    private bool IsNumber => type is "int" or "long" or "ulong" or "float" or "double" or "decimal";

    /// <summary>The attributes, in the order in which people write them.</summary>
    /// <param name="member">The name of the member.</param>
    /// <param name="keyOrder">The place in the key where it is not that of the declaration; null otherwise.</param>
    /// <param name="isKey">True for a member of the key.</param>
    public IEnumerable<string> All(string member, int? keyOrder, bool isKey)
    {
        if (isKey)
            yield return "Key";
        if (type is "DateTime" or "DateOnly" && Matching.Custom(property, "datamesh.eventTime") is YamlScalar { Text: "true" })
            yield return "EventTime";
        if (Column(member, keyOrder) is { } column)
            yield return column;
        foreach (string former in Matching.FormerNames(property))
            yield return $"FormerName({RecordNames.Literal(former)})";
        foreach (string limit in Limits())
            yield return limit;
        if (Classification() is { } classified)
            yield return classified;
        if (IsNumber && Matching.Custom(property, "datamesh.unit") is YamlScalar { Text: { Length: > 0 } unit })
            yield return $"Unit({RecordNames.Literal(unit)})";
        if (Matching.Text(property, "description") is { } description)
            yield return $"Description({RecordNames.Literal(description)})";
    }

    private string? Column(string member, int? keyOrder)
    {
        string name = Matching.Text(property, "name") ?? "";
        string? spelled = RecordNames.IsSnakeCase(member, name) ? null : RecordNames.Literal(name);
        string? order = keyOrder is { } place ? string.Create(CultureInfo.InvariantCulture, $"Order = {place}") : null;
        return (spelled ?? order) is null ? null : $"Column({string.Join(", ", new[] { spelled, order }.OfType<string>())})";
    }

    private IEnumerable<string> Limits()
    {
        if (type == "string")
        {
            (int? least, int? most) = (Count("minLength"), Count("maxLength"));
            if (most is not null && (least ?? 0) <= most)
                yield return string.Create(CultureInfo.InvariantCulture, $"StringLength({most}{(least > 0 ? $", MinimumLength = {least}" : "")})");
            else if (most is null && least > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"MinLength({least})");
            if (LimitComparer.Limit(property, "pattern") is YamlScalar pattern && IsPattern(pattern.Text))
                yield return $"RegularExpression({RecordNames.Literal(pattern.Text)})";
            if (ValueListComparer.Allowed(property) is { } values)
                yield return $"AllowedValues({string.Join(", ", values.Order(StringComparer.Ordinal).Select(RecordNames.Literal))})";
        }
        if (Range() is { } range)
            yield return range;
    }

    private int? Count(string key) => LimitComparer.Limit(property, key) is YamlScalar scalar && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    private string? Range()
    {
        (string? least, bool above) = Bound("minimum", "exclusiveMinimum");
        (string? most, bool below) = Bound("maximum", "exclusiveMaximum");
        if (type is not ("int" or "long" or "decimal") || (least ?? most) is null)
            return null;
        (decimal lowest, decimal highest) = type switch { "int" => (int.MinValue, int.MaxValue), "long" => (long.MinValue, long.MaxValue), _ => (decimal.MinValue, decimal.MaxValue) };
        if (type == "decimal" && (least is null || most is null))
            return null; // the other side would need a bound that nobody asked for
        decimal low = Number(least) ?? lowest, high = Number(most) ?? highest;
        if (low > high || low < lowest || high > highest || (type != "decimal" && (low != decimal.Truncate(low) || high != decimal.Truncate(high))))
            return null;
        return string.Create(CultureInfo.InvariantCulture, $"Range(typeof({type}), \"{low}\", \"{high}\"{(above ? ", MinimumIsExclusive = true" : "")}{(below ? ", MaximumIsExclusive = true" : "")})");
    }

    private (string? Text, bool Exclusive) Bound(string inclusive, string exclusive) => LimitComparer.Limit(property, inclusive) is YamlScalar bound && Number(bound.Text) is not null ? (bound.Text, false)
        : LimitComparer.Limit(property, exclusive) is YamlScalar open && Number(open.Text) is not null ? (open.Text, true) : default;

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // a pattern of ECMA-262 that .NET does not have
        }
    }

    private string? Classification()
    {
        if (Matching.Text(property, "classification") is not { } word || !EnumText.TryParse(word, out Classification level) || level == DataMesh.Classification.Internal)
            return null;
        string[] categories = level < DataMesh.Classification.Confidential ? [] : [.. Matching.Texts(Matching.Custom(property, "datamesh.categories")).Where(c => EnumText.TryParse(c, out Category category) && category != Category.None)
            .Select(c => { _ = EnumText.TryParse(c, out Category category); return $"Category.{category}"; })];
        return $"Classified(Classification.{level}{(categories.Length > 0 ? $", {string.Join(" | ", categories)}" : "")})";
    }
}
