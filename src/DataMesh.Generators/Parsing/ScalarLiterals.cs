using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Generators;

/// <summary>Values in attributes, in the kind of the column.</summary>
internal static class ScalarLiterals
{
    private const double DecimalLimit = 7.9e28;

    public static ScalarModel FromText(string text) => Create("string", text, SymbolDisplay.FormatLiteral(text, quote: true));

    public static ScalarModel FromBoolean(bool truth) => Create("boolean", truth ? "true" : "false", truth ? "true" : "false");

    /// <summary>A number of an attribute; null when it is no limit: infinite, or beyond what the type can hold.</summary>
    public static ScalarModel? FromNumber(MemberType type, object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (double.IsNaN(number) || double.IsInfinity(number))
            return null;
        if (type is MemberType.Single or MemberType.Double)
            return FromDouble(number);
        if (Math.Abs(number) >= DecimalLimit)
            return null;
        decimal exact = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return type is MemberType.Decimal or MemberType.UInt64 ? FromDecimal(exact)
            : exact != decimal.Truncate(exact) ? FromDouble(number)
            : exact is >= long.MinValue and <= long.MaxValue ? FromWhole((long)exact) : null;
    }

    /// <summary>A value that an attribute holds as text, in the type of the member; null when the text is no such value.</summary>
    public static ScalarModel? Parse(MemberType type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return type switch
        {
            MemberType.String => FromText(text),
            MemberType.Single or MemberType.Double => double.TryParse(text, NumberStyles.Float, culture, out double d) ? FromNumber(type, d) : null,
            _ when type.IsNumber() => decimal.TryParse(text, NumberStyles.Float, culture, out decimal m) ? FromNumber(type, m) : null,
            MemberType.Guid => Guid.TryParse(text, out Guid g) ? Create("uuid", g.ToString("D"), $"new global::System.Guid(\"{g:D}\")") : null,
            MemberType.TimeOnly => TimeSpan.TryParse(text, culture, out TimeSpan t) ? FromTimeOfDay(t) : null,
            _ when type.IsTime() => DateTime.TryParse(text, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at) ? FromTime(type, at) : null,
            _ => null,
        };
    }

    private static ScalarModel FromTime(MemberType type, DateTime at) => type == MemberType.DateOnly
        ? Create("date", at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Format(CultureInfo.InvariantCulture, "new global::System.DateOnly({0}, {1}, {2})", at.Year, at.Month, at.Day))
        : Create("timestamp", at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture), string.Format(CultureInfo.InvariantCulture, "new global::System.DateTime({0}L, global::System.DateTimeKind.Utc)", at.Ticks));

    // Times beyond a day are refused where the contract is made, as before.
    private static ScalarModel FromTimeOfDay(TimeSpan time) => Create("time", time.Ticks is >= 0 and < TimeSpan.TicksPerDay ? new DateTime(time.Ticks).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) : "",
        $"new global::System.TimeOnly({time.Ticks.ToString(CultureInfo.InvariantCulture)}L)");

    private static ScalarModel FromDouble(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return Create("float", text, text + "d");
    }

    private static ScalarModel FromWhole(long number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        return Create("integer", text, text + "L");
    }

    private static ScalarModel FromDecimal(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return Create("decimal", text, text + "m");
    }

    private static ScalarModel Create(string kind, string text, string value) => new(kind, text, $"global::DataMesh.ScalarValue.From({value})");
}
