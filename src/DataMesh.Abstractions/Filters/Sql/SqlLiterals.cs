using System.Globalization;
using System.Numerics;
using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Literals of SQL text.</summary>
internal static class SqlLiterals
{
    public static string Write(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Null => "NULL",
        ScalarKind.Boolean => value.AsBoolean() ? "TRUE" : "FALSE",
        ScalarKind.Integer => WriteScaled(value.AsInteger(), 0),
        ScalarKind.Float => WriteFloat(value.AsFloat()),
        ScalarKind.Decimal => value.AsDecimal().ToString(CultureInfo.InvariantCulture) is var digits && digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0",
        ScalarKind.String => WriteText(value.AsString()),
        ScalarKind.Binary => $"from_hex('{Convert.ToHexString(value.AsBinary().Span)}')",
        ScalarKind.Uuid => $"UUID '{value}'",
        ScalarKind.Date => $"DATE '{value}'",
        ScalarKind.Time => string.Create(CultureInfo.InvariantCulture, $"TIME '{value.AsTime():HH':'mm':'ss'.'ffffff}'"),
        _ => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP WITH TIME ZONE '{value.AsTimestamp():yyyy-MM-dd HH':'mm':'ss'.'ffffff}+00:00'"),
    };

    /// <summary>A whole number of 10^-scale. The least 64-bit number has no literal, because its sign is an operator.</summary>
    public static string WriteScaled(BigInteger unscaled, int scale)
    {
        if (scale == 0)
            return unscaled == long.MinValue ? $"CAST('{long.MinValue}' AS BIGINT)" : unscaled.ToString(CultureInfo.InvariantCulture);
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    public static string WriteFloat(double value)
    {
        if (double.IsNaN(value))
            return "CAST('NaN' AS DOUBLE)";
        if (double.IsInfinity(value))
            return value > 0 ? "CAST('Infinity' AS DOUBLE)" : "CAST('-Infinity' AS DOUBLE)";
        return $"CAST('{value.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)";
    }

    /// <summary>A text in single quotes. SQL parsers end their input at a NUL character, so it is written as a call.</summary>
    /// <exception cref="DataMeshException">The text is not valid Unicode.</exception>
    public static string WriteText(string text)
    {
        BoundColumn.ToUtf8(text);
        if (!text.Contains('\0', StringComparison.Ordinal))
            return Quote(text);
        StringBuilder parts = new("(");
        parts.AppendJoin(" || chr(0) || ", text.Split('\0').Select(Quote));
        return parts.Append(')').ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
