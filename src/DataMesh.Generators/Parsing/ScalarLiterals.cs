using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Generators;

/// <summary>C# expressions of DataMesh.ScalarValue for values in attributes, in the kind of the column.</summary>
internal static class ScalarLiterals
{
    private const double DecimalLimit = 7.9e28;

    public static string From(string expression) => $"global::DataMesh.ScalarValue.From({expression})";

    public static string FromText(string text) => From(SymbolDisplay.FormatLiteral(text, quote: true));

    /// <summary>A number of an attribute; null when it is no limit: infinite, or beyond what the type can hold.</summary>
    public static string? FromNumber(MemberType type, object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (double.IsNaN(number) || double.IsInfinity(number))
            return null;
        if (type is MemberType.Single or MemberType.Double)
            return From(number.ToString("R", CultureInfo.InvariantCulture) + "d");
        if (Math.Abs(number) >= DecimalLimit)
            return null;
        decimal exact = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return type is MemberType.Decimal or MemberType.UInt64 ? FromDecimal(exact)
            : exact != decimal.Truncate(exact) ? From(number.ToString("R", CultureInfo.InvariantCulture) + "d")
            : exact is >= long.MinValue and <= long.MaxValue ? From(((long)exact).ToString(CultureInfo.InvariantCulture) + "L") : null;
    }

    /// <summary>A value that an attribute holds as text, in the type of the member; null when the text is no such value.</summary>
    public static string? Parse(MemberType type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return type switch
        {
            MemberType.String => FromText(text),
            MemberType.Single or MemberType.Double => double.TryParse(text, NumberStyles.Float, culture, out double d) ? FromNumber(type, d) : null,
            _ when type.IsNumber() => decimal.TryParse(text, NumberStyles.Float, culture, out decimal m) ? FromNumber(type, m) : null,
            MemberType.Guid => Guid.TryParse(text, out Guid g) ? From($"new global::System.Guid(\"{g:D}\")") : null,
            MemberType.TimeOnly => TimeSpan.TryParse(text, culture, out TimeSpan t) ? From($"new global::System.TimeOnly({t.Ticks.ToString(culture)}L)") : null,
            _ when type.IsTime() => DateTime.TryParse(text, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at) ? FromTime(type, at) : null,
            _ => null,
        };
    }

    private static string FromTime(MemberType type, DateTime at) => type == MemberType.DateOnly
        ? From(string.Format(CultureInfo.InvariantCulture, "new global::System.DateOnly({0}, {1}, {2})", at.Year, at.Month, at.Day))
        : From(string.Format(CultureInfo.InvariantCulture, "new global::System.DateTime({0}L, global::System.DateTimeKind.Utc)", at.Ticks));

    private static string FromDecimal(decimal value) => From(value.ToString(CultureInfo.InvariantCulture) + "m");
}
