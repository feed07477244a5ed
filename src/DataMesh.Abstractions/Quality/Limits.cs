using System.Globalization;

namespace DataMesh;

/// <summary>Limits of rules in words.</summary>
internal static class Limits
{
    public static string Describe(string what, string? atLeast, string? atMost) => (atLeast, atMost) switch
    {
        ({ } low, { } high) when low == high => $"{what} is {low}",
        ({ } low, { } high) => $"{what} lies between {low} and {high}",
        ({ } low, null) => $"{what} is at least {low}",
        (null, { } high) => $"{what} is at most {high}",
        _ => $"{what} is counted",
    };

    public static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{(share * 100).ToString("0.####", CultureInfo.InvariantCulture)} %");
}
