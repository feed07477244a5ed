using System.Globalization;

namespace DataMesh;

/// <summary>Values of the canonical types in documents: the text of <see cref="ScalarValue.ToString"/>, read back by kind.</summary>
internal static class ScalarText
{
    /// <summary>Parses the text of a kind; false when the text is not one.</summary>
    public static bool TryParse(ScalarKind kind, string text, out ScalarValue value)
    {
        ScalarValue? parsed = kind switch
        {
            ScalarKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
            ScalarKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
            ScalarKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
            ScalarKind.Decimal => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null,
            ScalarKind.String => text,
            ScalarKind.Binary => ParseHex(text),
            ScalarKind.Uuid => Guid.TryParseExact(text, "D", out Guid uuid) ? ScalarValue.From(uuid) : null,
            ScalarKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? ScalarValue.From(date) : null,
            ScalarKind.Time => TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? ScalarValue.From(time) : null,
            ScalarKind.Timestamp => ParseInstant(text),
            _ => null,
        };
        value = parsed ?? default;
        return parsed is not null;
    }

    private static ScalarValue? ParseHex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? ScalarValue.From(bytes) : null;
    }

    private static ScalarValue? ParseInstant(string text) => DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime instant) ? ScalarValue.From(instant) : null;
}
