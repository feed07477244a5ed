using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMesh;

/// <summary>Which mask fits which column: the table of <c>docs/protocol/policy.md</c>.</summary>
internal static class MaskFit
{
    private static readonly TimeSpan _patternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Why a mask has no result in a type; null when it has.</summary>
    public static string? FindProblem(Mask mask, PhysicalType type) => mask switch
    {
        NoMask or DropMask or NullMask => null,
        _ when type.IsNested => "structs, lists and maps are shown whole, or as null",
        ConstantMask constant => OfConstant(constant.Value, type),
        HashMask => type.Kind is PhysicalTypeKind.String or PhysicalTypeKind.Binary or PhysicalTypeKind.Uuid or PhysicalTypeKind.Int64 ? null
            : $"a hash fits string, binary, uuid and long, not {type}",
        PartialMask => type.Kind == PhysicalTypeKind.String ? null : $"only texts have first and last characters, not {type}",
        TruncateMask => type.Kind is PhysicalTypeKind.Date or PhysicalTypeKind.Timestamp ? null : $"only dates and timestamps have a year, month and day, not {type}",
        BucketMask bucket => OfBucket(bucket.Width, type),
        _ => throw new NotSupportedException($"Masks of type {mask.GetType().Name} are not known."),
    };

    /// <summary>Why the result of a mask that fits the type breaks what the contract says of the column; null when it does not.</summary>
    public static string? FindProblem(Mask mask, SchemaProperty property) => mask switch
    {
        ConstantMask constant => OfConstant(constant.Value, property.Constraints),
        HashMask or PartialMask or BucketMask or TruncateMask when property.Constraints.AllowedValues.Count > 0 => "the column has a list of allowed values, which the result is not among",
        _ => null,
    };

    private static string? OfConstant(ScalarValue value, PhysicalType type)
    {
        if (type.Kind is PhysicalTypeKind.Boolean or PhysicalTypeKind.Binary or PhysicalTypeKind.Uuid)
            return "a constant fits neither boolean, binary nor uuid";
        if (value.Kind != type.ScalarKind)
            return $"the column is {type}, and the constant is of kind {value.Kind}";
        return type.Kind switch
        {
            PhysicalTypeKind.Int32 => value.AsInteger() is >= int.MinValue and <= int.MaxValue ? null : "the constant has more than 32 bits",
            PhysicalTypeKind.Float => double.IsNaN(value.AsFloat()) || (float)value.AsFloat() == value.AsFloat() ? null : "the constant would be rounded in a float",
            PhysicalTypeKind.Decimal => FitsDecimal(value.AsDecimal(), type) ? null : $"the constant has more digits than {type}",
            PhysicalTypeKind.String => IsUnicode(value.AsString()) ? null : "the constant holds half of a surrogate pair, which is not Unicode text",
            _ => null,
        };
    }

    private static bool FitsDecimal(decimal value, PhysicalType type)
    {
        int digits = type.Precision - type.Scale;
        decimal rest = Math.Abs(decimal.Truncate(value));
        bool fitsWhole = digits > 28 || rest < (decimal)Math.Pow(10, digits);
        return fitsWhole && (type.Scale >= 28 || decimal.Round(value, type.Scale) == value);
    }

    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                return false;
        }
        return true;
    }

    private static string? OfConstant(ScalarValue value, PropertyConstraints limits)
    {
        if (limits.Minimum is { IsNull: false } minimum && minimum.IsComparableTo(value) && (limits.ExclusiveMinimum ? value <= minimum : value < minimum))
            return "the constant is below the column's minimum";
        if (limits.Maximum is { IsNull: false } maximum && maximum.IsComparableTo(value) && (limits.ExclusiveMaximum ? value >= maximum : value > maximum))
            return "the constant is above the column's maximum";
        if (limits.AllowedValues.Count > 0 && !limits.AllowedValues.Contains(value))
            return "the constant is not among the column's allowed values";
        return value.Kind == ScalarKind.String ? OfText(value.AsString(), limits) : null;
    }

    private static string? OfText(string text, PropertyConstraints limits)
    {
        if (text.Length < (limits.MinimumLength ?? 0) || text.Length > (limits.MaximumLength ?? int.MaxValue))
            return string.Create(CultureInfo.InvariantCulture, $"the constant has {text.Length} characters, which the column's limits of length forbid");
        if (limits.Pattern is not { } pattern)
            return null;
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, _patternTimeout) ? null : "the constant does not match the column's pattern";
        }
        catch (RegexMatchTimeoutException)
        {
            return "matching the constant with the column's pattern takes longer than a second";
        }
    }

    private static string? OfBucket(decimal width, PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => width != decimal.Truncate(width) ? "the width of ranges of whole numbers is a whole number"
            : width > (type.Kind == PhysicalTypeKind.Int32 ? int.MaxValue : long.MaxValue) ? "the width is greater than any value of the column" : null,
        PhysicalTypeKind.Float or PhysicalTypeKind.Double => null,
        PhysicalTypeKind.Decimal => FitsDecimal(width, type) ? null : $"the width has more digits than {type}",
        _ => $"only numbers lie in ranges, not {type}",
    };
}
