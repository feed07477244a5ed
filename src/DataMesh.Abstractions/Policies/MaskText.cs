using System.Globalization;

namespace DataMesh;

/// <summary>The text form of masks.</summary>
internal static class MaskText
{
    public static string Print(Mask mask) => mask switch
    {
        NoMask => "none",
        DropMask => "drop",
        NullMask => "null",
        ConstantMask constant => $"constant {FilterLiterals.Print(constant.Value)}",
        HashMask hash => hash.Scope switch
        {
            { Kind: MaskKeyScopeKind.Product } => "hash",
            { Kind: MaskKeyScopeKind.Port } => "hash port",
            { Kind: MaskKeyScopeKind.Domain } => "hash domain",
            { Name: var name } => $"hash '{name}'",
        },
        PartialMask { First: > 0 and var first } => string.Create(CultureInfo.InvariantCulture, $"first {first}"),
        PartialMask partial => string.Create(CultureInfo.InvariantCulture, $"last {partial.Last}"),
        TruncateMask { Unit: DateUnit.Year } => "year",
        TruncateMask { Unit: DateUnit.Month } => "month",
        TruncateMask => "day",
        BucketMask bucket => string.Create(CultureInfo.InvariantCulture, $"bucket {bucket.Width}"),
        _ => throw new NotSupportedException($"Masks of type {mask.GetType().Name} are not known."),
    };

    public static Mask Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new FormatException("Cannot read the mask: expected none, drop, null, constant with a value, hash, hash port, hash domain, hash with a scope in quotes, first or last with 1 to 1000, bucket with a positive width, year, month or day.");
    }

    public static Mask? TryParse(string text)
    {
        string[] words = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string argument = words.Length == 2 ? words[1] : "";
        return (words.Length == 0 ? "" : words[0], argument.Length > 0) switch
        {
            ("none", false) => Mask.None,
            ("drop", false) => Mask.Drop,
            ("null", false) => Mask.Null,
            ("year", false) => Mask.Year,
            ("month", false) => Mask.Month,
            ("day", false) => Mask.Day,
            ("hash", false) => Mask.Hash,
            ("hash", true) => ParseScope(argument) is { } scope ? Mask.HashIn(scope) : null,
            ("constant", true) => ParseConstant(argument) is { IsNull: false } value ? Mask.Constant(value) : null,
            ("first", true) => ParseCount(argument) is int count ? Mask.KeepFirst(count) : null,
            ("last", true) => ParseCount(argument) is int count ? Mask.KeepLast(count) : null,
            ("bucket", true) => decimal.TryParse(argument, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal width) && width > 0 ? Mask.Bucket(width) : null,
            _ => null,
        };
    }

    private static MaskKeyScope? ParseScope(string argument) => argument switch
    {
        "product" => MaskKeyScope.Product,
        "port" => MaskKeyScope.Port,
        "domain" => MaskKeyScope.Domain,
        ['\'', .. var name, '\''] when NameRules.IsSegment(name) => MaskKeyScope.Named(name),
        _ => null,
    };

    private static int? ParseCount(string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= PartialMask.MaximumKept ? count : null;

    // A literal stands for itself on the right of a comparison.
    private static ScalarValue? ParseConstant(string argument)
    {
        try
        {
            return Filter.Parse($"x = {argument}") is ComparisonFilter { Right: { IsLiteral: true } literal } ? literal.Value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
