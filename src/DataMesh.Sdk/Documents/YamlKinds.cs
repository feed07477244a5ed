using System.Buffers;
using System.Globalization;

namespace DataMesh;

/// <summary>Tells what an unquoted value is, by the core schema of YAML 1.2.</summary>
internal static class YamlKinds
{
    private static readonly SearchValues<char> _hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The kind of an unquoted value.</summary>
    public static YamlKind Resolve(ReadOnlySpan<char> text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlKind.Boolean,
        ".nan" or ".NaN" or ".NAN" => YamlKind.Float,
        _ => Number(text),
    };

    /// <summary>True for a number that JSON can say: not infinite and not too large for a double.</summary>
    public static bool IsFinite(string text) => text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number));

    private static YamlKind Number(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x") && text.Length > 2)
            return text[2..].ContainsAnyExcept(_hexadecimal) ? YamlKind.Text : YamlKind.Integer;
        if (text.StartsWith("0o") && text.Length > 2)
            return text[2..].ContainsAnyExceptInRange('0', '7') ? YamlKind.Text : YamlKind.Integer;
        if (text[0] is '+' or '-')
            text = text[1..];
        if (text is ".inf" or ".Inf" or ".INF")
            return YamlKind.Float;
        int whole = Digits(text);
        if (whole == text.Length)
            return whole > 0 ? YamlKind.Integer : YamlKind.Text;
        int end = whole;
        if (text[end] == '.')
        {
            int fraction = Digits(text[(end + 1)..]);
            if (whole + fraction == 0)
                return YamlKind.Text;
            end += 1 + fraction;
        }
        return whole + end > 0 && IsExponent(text[end..]) ? YamlKind.Float : YamlKind.Text;
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return true;
        if (text[0] is not ('e' or 'E'))
            return false;
        text = text.Length > 1 && (text[1] is '+' or '-') ? text[2..] : text[1..];
        return text.Length > 0 && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length : end;
}
