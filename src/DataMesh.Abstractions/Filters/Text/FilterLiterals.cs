using System.Globalization;
using System.Xml;

namespace DataMesh;

/// <summary>Literals of the text form.</summary>
internal static class FilterLiterals
{
    private const string TimeFormat = "HH':'mm':'ss.FFFFFF";
    private const string TimestampFormat = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFF'Z'";

    public static string Print(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        ScalarKind.Float => PrintFloat(value.AsFloat()),
        ScalarKind.Decimal => PrintDecimal(value.AsDecimal()),
        ScalarKind.String => Quote(value.AsString(), '\''),
        ScalarKind.Binary => $"x'{Convert.ToHexStringLower(value.AsBinary().Span)}'",
        ScalarKind.Uuid => $"uuid'{value}'",
        ScalarKind.Date => $"date'{value}'",
        ScalarKind.Time => $"time'{value.AsTime().ToString(TimeFormat, CultureInfo.InvariantCulture)}'",
        ScalarKind.Timestamp => $"timestamp'{value.AsTimestamp().ToString(TimestampFormat, CultureInfo.InvariantCulture)}'",
        _ => value.ToString(),
    };

    public static string Quote(string text, char quote) => $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";

    /// <summary>A duration as ISO 8601 spells it, with days as its largest unit.</summary>
    public static string PrintDuration(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads an ISO 8601 duration; null when there is none, or one with years or months, whose length varies.</summary>
    public static TimeSpan? ParseDuration(FilterToken token)
    {
        int time = token.Value.IndexOf('T', StringComparison.Ordinal);
        if (token.Value.AsSpan(0, time < 0 ? token.Value.Length : time).ContainsAny('Y', 'M'))
            return null;
        try
        {
            return XmlConvert.ToTimeSpan(token.Value);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Reads a number; the notation says which kind: 1 is whole, 1.0 decimal, 1e0 floating-point.</summary>
    public static ScalarValue ParseNumber(FilterToken token)
    {
        string text = token.Value;
        if (text.Equals("-infinity", StringComparison.OrdinalIgnoreCase))
            return double.NegativeInfinity;
        if (text.Contains('e', StringComparison.OrdinalIgnoreCase))
            return ParseFloat(text) ?? throw FilterLexer.Error("there is no number", token.Position);
        if (text.Contains('.'))
            return ParseDecimal(text) ?? throw FilterLexer.Error("there is no decimal number of at most 28 digits", token.Position);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
            : throw FilterLexer.Error("there is no whole number of 64 bits (a decimal needs a point, as in 1.0)", token.Position);
    }

    /// <summary>Reads a text that a word before it gives a kind; null when the word names no kind.</summary>
    public static ScalarValue? ParseTyped(FilterToken word, FilterToken text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        ScalarValue? value, none = default; // a bare null would become the value null
        switch (word.Value.ToLowerInvariant())
        {
            case "x":
                value = ParseBytes(text.Value);
                break;
            case "uuid":
                value = Guid.TryParseExact(text.Value, "D", out Guid uuid) ? ScalarValue.From(uuid) : none;
                break;
            case "date":
                value = DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", culture, DateTimeStyles.None, out DateOnly date) ? ScalarValue.From(date) : none;
                break;
            case "time":
                value = TimeOnly.TryParseExact(text.Value, TimeFormat, culture, DateTimeStyles.None, out TimeOnly time) ? ScalarValue.From(time) : none;
                break;
            case "timestamp":
                value = DateTime.TryParseExact(text.Value, TimestampFormat, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime instant)
                    ? ScalarValue.From(instant) : none;
                break;
            default:
                return null;
        }
        return value ?? throw FilterLexer.Error($"what is quoted behind '{word.Value}' is no {word.Value} value", text.Position);
    }

    /// <summary>Reads a value that is written as a word; null when the word is none.</summary>
    public static ScalarValue? ParseWord(string word)
    {
        ScalarValue? none = default;
        return word.ToLowerInvariant() switch
        {
            "null" => ScalarValue.Null,
            "true" => ScalarValue.From(true),
            "false" => ScalarValue.From(false),
            "nan" => ScalarValue.From(double.NaN),
            "infinity" => ScalarValue.From(double.PositiveInfinity),
            _ => none,
        };
    }

    private static string PrintFloat(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "infinity" : "-infinity";
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.Contains('E', StringComparison.Ordinal) ? digits.Replace('E', 'e') : digits + "e0";
    }

    private static string PrintDecimal(decimal value)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
    }

    private static ScalarValue? ParseFloat(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : null;

    // Digits beyond what a decimal holds would be rounded away silently: refuse them.
    private static ScalarValue? ParseDecimal(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            return null;
        return Normalise(value.ToString(CultureInfo.InvariantCulture)) == Normalise(text) ? value : null;
    }

    private static string Normalise(string digits)
    {
        string unsigned = digits.TrimStart('-').TrimStart('0');
        return unsigned.Contains('.', StringComparison.Ordinal) ? unsigned.TrimEnd('0').TrimEnd('.') : unsigned;
    }

    private static ScalarValue? ParseBytes(string text)
    {
        if (text.Length % 2 != 0 || text.Any(c => !char.IsAsciiHexDigit(c)))
            return null;
        return ScalarValue.From(Convert.FromHexString(text));
    }
}
