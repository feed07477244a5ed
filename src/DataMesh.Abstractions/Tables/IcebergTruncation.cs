using System.Numerics;

namespace DataMesh;

/// <summary>Truncate transforms (Iceberg specification, Truncate Transform Details).</summary>
internal static class IcebergTruncation
{
    internal static ScalarValue Truncate(ScalarValue value, PhysicalType source, int width) => source.Kind switch
    {
        PhysicalTypeKind.Int32 => unchecked((int)Floor(value.AsInteger(), width)),
        PhysicalTypeKind.Int64 => Floor(value.AsInteger(), width),
        PhysicalTypeKind.Decimal => Floor(value.Kind == ScalarKind.Integer ? value.AsInteger() : value.AsDecimal(), source.Scale, width),
        PhysicalTypeKind.String => ScalarValue.From(Prefix(value.AsString(), width)),
        _ => ScalarValue.From(value.AsBinary()[..Math.Min(width, value.AsBinary().Length)].ToArray()),
    };

    internal static long HoursSinceEpoch(DateTime timestamp)
    {
        (long hours, long rest) = Math.DivRem(timestamp.Ticks - IcebergHash.EpochTicks, TimeSpan.TicksPerHour);
        return rest < 0 ? hours - 1 : hours;
    }

    /// <summary>The first code points of a text; a surrogate pair counts once.</summary>
    private static string Prefix(string text, int codePoints)
    {
        int end = 0;
        for (; codePoints > 0 && end < text.Length; codePoints--)
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        return text[..end];
    }

    // Wraps below the smallest value, as the reference implementation does.
    private static long Floor(long value, int width) => unchecked(value - ((value % width + width) % width));

    private static decimal Floor(decimal value, int scale, int width)
    {
        BigInteger unscaled = UnscaledDecimal.From(value, scale);
        BigInteger floor = unscaled - ((unscaled % width + width) % width);
        return UnscaledDecimal.ToDecimal((Int128)floor, scale)
            ?? throw new ArgumentException($"A decimal of more than 28 digits cannot be truncated to a multiple of {width}.", nameof(value));
    }
}
