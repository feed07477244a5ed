using System.Globalization;

namespace DataMesh.Adapters;

/// <summary>Values of a column's type as SQL, exactly or not at all.</summary>
internal static class MaskLiteral
{
    internal static string? TryWrite(ScalarValue value, PhysicalType type) => Text(value, type) is { } text ? $"CAST({SqlNames.Text(text)} AS {SqlParameters.TypeName(type)})" : null;

    /// <summary>The least value of a decimal type.</summary>
    internal static string Least(PhysicalType type)
    {
        string digits = new('9', type.Precision);
        string number = type.Scale == 0 ? digits : $"{digits[..^type.Scale]}.{digits[^type.Scale..]}";
        return $"CAST('-{number}' AS {SqlParameters.TypeName(type)})";
    }

    private static string? Text(ScalarValue value, PhysicalType type) => (type.Kind, value.Kind) switch
    {
        (PhysicalTypeKind.String, ScalarKind.String) => IsPlain(value.AsString()) ? value.AsString() : null,
        (PhysicalTypeKind.Float, ScalarKind.Float) when double.IsNaN(value.AsFloat()) || (float)value.AsFloat() == value.AsFloat() => Floating((float)value.AsFloat()),
        (PhysicalTypeKind.Double, ScalarKind.Float) => Floating(value.AsFloat()),
        (PhysicalTypeKind.Int32, ScalarKind.Integer) when value.AsInteger() is >= int.MinValue and <= int.MaxValue => value.ToString(),
        (PhysicalTypeKind.Int64, ScalarKind.Integer) => value.ToString(),
        (PhysicalTypeKind.Decimal, ScalarKind.Decimal) => Digits(value.AsDecimal(), type.Scale),
        (PhysicalTypeKind.Date, ScalarKind.Date) => value.ToString(),
        (PhysicalTypeKind.Time, ScalarKind.Time) => value.AsTime().ToString("HH':'mm':'ss'.'ffffff", CultureInfo.InvariantCulture),
        (PhysicalTypeKind.Timestamp, ScalarKind.Timestamp) => value.AsTimestamp().ToString("yyyy-MM-dd HH':'mm':'ss'.'ffffff'+00:00'", CultureInfo.InvariantCulture),
        _ => null,
    };

    // SQL text ends at a NUL, and halves of surrogate pairs have no UTF-8 form.
    private static bool IsPlain(string text) => !text.Contains('\0', StringComparison.Ordinal) && text.EnumerateRunes().Where(r => r.Value == 0xFFFD).Count() == text.Count(c => c == '\uFFFD');

    private static string Floating<T>(T value) where T : System.Numerics.IFloatingPointIeee754<T> =>
        T.IsNaN(value) ? "NaN" : T.IsInfinity(value) ? (T.IsPositive(value) ? "Infinity" : "-Infinity") : value.ToString("R", CultureInfo.InvariantCulture);

    // A number with more digits behind the point than the column has would be rounded.
    private static string? Digits(decimal number, int scale) => scale <= 28 && number != Math.Round(number, scale) ? null : number.ToString(CultureInfo.InvariantCulture);
}
