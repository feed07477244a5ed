using System.Globalization;

namespace DataMesh;

/// <summary>A partition transform. The default value is <see cref="Identity"/>.</summary>
public readonly record struct PartitionTransform
{
    private PartitionTransform(PartitionTransformKind kind, int parameter = 0)
    {
        Kind = kind;
        Parameter = parameter;
    }

    /// <summary>The kind.</summary>
    public PartitionTransformKind Kind { get; }

    /// <summary>The number of buckets or the width; 0 for other kinds.</summary>
    public int Parameter { get; }

    /// <summary>The value itself.</summary>
    public static PartitionTransform Identity => default;

    /// <summary>The year of a date or timestamp.</summary>
    public static PartitionTransform Year => new(PartitionTransformKind.Year);

    /// <summary>The month of a date or timestamp.</summary>
    public static PartitionTransform Month => new(PartitionTransformKind.Month);

    /// <summary>The day of a date or timestamp.</summary>
    public static PartitionTransform Day => new(PartitionTransformKind.Day);

    /// <summary>The hour of a timestamp.</summary>
    public static PartitionTransform Hour => new(PartitionTransformKind.Hour);

    /// <summary>Always null.</summary>
    public static PartitionTransform Void => new(PartitionTransformKind.Void);

    /// <summary>The hash of the value, modulo a number of buckets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static PartitionTransform Bucket(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new(PartitionTransformKind.Bucket, count);
    }

    /// <summary>The value cut to a width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static PartitionTransform Truncate(int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return new(PartitionTransformKind.Truncate, width);
    }

    /// <summary>Parses the spelling of Iceberg: <c>identity</c>, <c>bucket[16]</c>, <c>truncate[4]</c>, <c>year</c>, <c>month</c>, <c>day</c>, <c>hour</c>, <c>void</c>.</summary>
    /// <exception cref="FormatException">The text is not a transform.</exception>
    public static PartitionTransform Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "identity" => Identity,
            "year" => Year,
            "month" => Month,
            "day" => Day,
            "hour" => Hour,
            "void" => Void,
            _ when TryParameter(text, "bucket", out int count) => Bucket(count),
            _ when TryParameter(text, "truncate", out int width) => Truncate(width),
            _ => throw new FormatException(
                $"'{text}' is not a partition transform: expected identity, bucket[N], truncate[W], year, month, day, hour or void, with N and W positive."),
        };
    }

    /// <summary>True when the transform has a result for a type.</summary>
    public bool Supports(PhysicalType source) => Kind switch
    {
        _ when source.IsNested => false,
        PartitionTransformKind.Bucket => source.Kind is not (PhysicalTypeKind.Boolean or PhysicalTypeKind.Float or PhysicalTypeKind.Double),
        PartitionTransformKind.Truncate => source.Kind is PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 or PhysicalTypeKind.Decimal
            or PhysicalTypeKind.String or PhysicalTypeKind.Binary,
        PartitionTransformKind.Year or PartitionTransformKind.Month or PartitionTransformKind.Day => source.Kind is PhysicalTypeKind.Date or PhysicalTypeKind.Timestamp,
        PartitionTransformKind.Hour => source.Kind == PhysicalTypeKind.Timestamp,
        _ => true,
    };

    /// <summary>The type of the results for a supported source type. A day is a date, as writers agree; years, months, hours and buckets are whole numbers.</summary>
    /// <exception cref="ArgumentException">The transform has no result for the type.</exception>
    public PhysicalType ResultType(PhysicalType source)
    {
        ThrowIfUnsupported(source);
        return Kind switch
        {
            PartitionTransformKind.Identity or PartitionTransformKind.Truncate or PartitionTransformKind.Void => source,
            PartitionTransformKind.Day => PhysicalType.Of(PhysicalTypeKind.Date),
            _ => PhysicalType.Of(PhysicalTypeKind.Int32),
        };
    }

    /// <summary>Transforms one value; null stays null.</summary>
    /// <param name="value">The value, of the column's kind; a whole number also for a decimal column.</param>
    /// <param name="source">The column's type: hashes of numbers depend on it. A decimal with more digits behind the point than the column is rounded down.</param>
    /// <exception cref="ArgumentException">The transform has no result for the type, or the value is of another kind.</exception>
    public ScalarValue Apply(ScalarValue value, PhysicalType source)
    {
        ThrowIfUnsupported(source);
        if (value.IsNull || Kind == PartitionTransformKind.Void)
            return ScalarValue.Null;
        if (value.Kind != source.ScalarKind && !(value.Kind == ScalarKind.Integer && source.Kind == PhysicalTypeKind.Decimal))
            throw new ArgumentException($"A value of kind {value.Kind} cannot be transformed by '{this}' as one of a column of type '{source}'.", nameof(value));
        return Kind switch
        {
            PartitionTransformKind.Identity => value,
            PartitionTransformKind.Bucket => (IcebergHash.Compute(value, source) & int.MaxValue) % Parameter,
            PartitionTransformKind.Truncate => IcebergTruncation.Truncate(value, source, Parameter),
            PartitionTransformKind.Year => DateOf(value).Year - 1970,
            PartitionTransformKind.Month => (DateOf(value).Year - 1970) * 12 + DateOf(value).Month - 1,
            PartitionTransformKind.Day => ScalarValue.From(DateOf(value)),
            _ => IcebergTruncation.HoursSinceEpoch(value.AsTimestamp()),
        };
    }

    /// <summary>The transform in the spelling of Iceberg.</summary>
    public override string ToString() => Kind switch
    {
        PartitionTransformKind.Bucket or PartitionTransformKind.Truncate => string.Create(CultureInfo.InvariantCulture, $"{(Kind == PartitionTransformKind.Bucket ? "bucket" : "truncate")}[{Parameter}]"),
        _ => Kind.ToString().ToLowerInvariant(),
    };

    private static DateOnly DateOf(ScalarValue value) => value.Kind == ScalarKind.Date ? value.AsDate() : DateOnly.FromDateTime(value.AsTimestamp());

    private static bool TryParameter(string text, string name, out int parameter)
    {
        parameter = 0;
        return text.Length > name.Length + 2 && text.StartsWith(name, StringComparison.Ordinal) && text[name.Length] == '[' && text[^1] == ']'
            && int.TryParse(text.AsSpan(name.Length + 1, text.Length - name.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out parameter) && parameter > 0;
    }

    private void ThrowIfUnsupported(PhysicalType source)
    {
        if (!Supports(source))
            throw new ArgumentException($"The partition transform '{this}' has no result for the type '{source}'.", nameof(source));
    }
}
