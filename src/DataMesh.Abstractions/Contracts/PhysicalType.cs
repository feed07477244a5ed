using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>The stored type of a property, in the spelling of Iceberg: <c>int</c>, <c>long</c>, <c>decimal(18,2)</c>, <c>timestamptz</c> …</summary>
public readonly record struct PhysicalType : IParsable<PhysicalType>
{
    /// <summary>The time zone of every timestamp.</summary>
    internal const string UtcTimeZone = "UTC";

    private PhysicalType(PhysicalTypeKind kind, int precision = 0, int scale = 0)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
    }

    /// <summary>The kind.</summary>
    public PhysicalTypeKind Kind { get; }

    /// <summary>Number of digits; only for <see cref="PhysicalTypeKind.Decimal"/>.</summary>
    public int Precision { get; }

    /// <summary>Number of digits behind the point; only for <see cref="PhysicalTypeKind.Decimal"/>.</summary>
    public int Scale { get; }

    /// <summary>The platform-neutral type.</summary>
    public LogicalType LogicalType => Kind switch
    {
        PhysicalTypeKind.Boolean => LogicalType.Boolean,
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => LogicalType.Integer,
        PhysicalTypeKind.Float or PhysicalTypeKind.Double or PhysicalTypeKind.Decimal => LogicalType.Number,
        PhysicalTypeKind.Date => LogicalType.Date,
        PhysicalTypeKind.Time => LogicalType.Time,
        PhysicalTypeKind.Timestamp => LogicalType.Timestamp,
        _ => LogicalType.String,
    };

    /// <summary>The kind of this type's values.</summary>
    public ScalarKind ScalarKind => Kind switch
    {
        PhysicalTypeKind.Boolean => ScalarKind.Boolean,
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => ScalarKind.Integer,
        PhysicalTypeKind.Float or PhysicalTypeKind.Double => ScalarKind.Float,
        PhysicalTypeKind.Decimal => ScalarKind.Decimal,
        PhysicalTypeKind.String => ScalarKind.String,
        PhysicalTypeKind.Binary => ScalarKind.Binary,
        PhysicalTypeKind.Uuid => ScalarKind.Uuid,
        PhysicalTypeKind.Date => ScalarKind.Date,
        PhysicalTypeKind.Time => ScalarKind.Time,
        _ => ScalarKind.Timestamp,
    };

    /// <summary>The type of a kind other than decimal.</summary>
    /// <exception cref="ArgumentException">The kind is <see cref="PhysicalTypeKind.Decimal"/>.</exception>
    public static PhysicalType Of(PhysicalTypeKind kind) => kind != PhysicalTypeKind.Decimal ? new(kind)
        : throw new ArgumentException("A decimal type needs precision and scale: use PhysicalType.Decimal(precision, scale).", nameof(kind));

    /// <summary>A decimal type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The precision is not 1 to 38 or the scale is not 0 to the precision.</exception>
    public static PhysicalType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(PhysicalTypeKind.Decimal, precision, scale);
    }

    /// <summary>Parses the spelling of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text is not a type.</exception>
    public static PhysicalType Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out PhysicalType type) ? type : throw new FormatException(
            $"'{s}' is not a stored type: expected boolean, int, long, float, double, decimal(p,s), string, binary, uuid, date, time or timestamptz.");

    /// <summary>Parses a type; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PhysicalType result)
    {
        result = default;
        PhysicalTypeKind? kind = s switch
        {
            "boolean" => PhysicalTypeKind.Boolean,
            "int" => PhysicalTypeKind.Int32,
            "long" => PhysicalTypeKind.Int64,
            "float" => PhysicalTypeKind.Float,
            "double" => PhysicalTypeKind.Double,
            "string" => PhysicalTypeKind.String,
            "binary" => PhysicalTypeKind.Binary,
            "uuid" => PhysicalTypeKind.Uuid,
            "date" => PhysicalTypeKind.Date,
            "time" => PhysicalTypeKind.Time,
            "timestamptz" => PhysicalTypeKind.Timestamp,
            _ => null,
        };
        if (kind is { } simple)
        {
            result = new(simple);
            return true;
        }
        if (s is null || !s.StartsWith("decimal(", StringComparison.Ordinal) || !s.EndsWith(')') || s[8..^1].Split(',') is not [string p, string d]
            || !int.TryParse(p.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int precision)
            || !int.TryParse(d.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int scale)
            || precision is < 1 or > 38 || scale > precision)
            return false;
        result = new(PhysicalTypeKind.Decimal, precision, scale);
        return true;
    }

    /// <summary>The canonical type of an Arrow type, also of a dictionary of text; null when Arrow's type has no canonical form.</summary>
    public static PhysicalType? TryFromArrow(IArrowType type) => type switch
    {
        BooleanType => new(PhysicalTypeKind.Boolean),
        Int32Type => new(PhysicalTypeKind.Int32),
        Int64Type => new(PhysicalTypeKind.Int64),
        FloatType => new(PhysicalTypeKind.Float),
        DoubleType => new(PhysicalTypeKind.Double),
        Decimal128Type d => new(PhysicalTypeKind.Decimal, d.Precision, d.Scale),
        StringType => new(PhysicalTypeKind.String),
        BinaryType => new(PhysicalTypeKind.Binary),
        FixedSizeBinaryType { ByteWidth: 16 } => new(PhysicalTypeKind.Uuid),
        Date32Type => new(PhysicalTypeKind.Date),
        Time64Type { Unit: TimeUnit.Microsecond } => new(PhysicalTypeKind.Time),
        TimestampType { Unit: TimeUnit.Microsecond } t when !string.IsNullOrEmpty(t.Timezone) => new(PhysicalTypeKind.Timestamp),
        DictionaryType { ValueType: StringType } => new(PhysicalTypeKind.String),
        _ => null,
    };

    /// <summary>The canonical Arrow type.</summary>
    public IArrowType ToArrow() => Kind switch
    {
        PhysicalTypeKind.Boolean => BooleanType.Default,
        PhysicalTypeKind.Int32 => Int32Type.Default,
        PhysicalTypeKind.Int64 => Int64Type.Default,
        PhysicalTypeKind.Float => FloatType.Default,
        PhysicalTypeKind.Double => DoubleType.Default,
        PhysicalTypeKind.Decimal => new Decimal128Type(Precision, Scale),
        PhysicalTypeKind.String => StringType.Default,
        PhysicalTypeKind.Binary => BinaryType.Default,
        PhysicalTypeKind.Uuid => new FixedSizeBinaryType(16),
        PhysicalTypeKind.Date => Date32Type.Default,
        PhysicalTypeKind.Time => new Time64Type(TimeUnit.Microsecond),
        _ => new TimestampType(TimeUnit.Microsecond, UtcTimeZone),
    };

    /// <summary>The type in the spelling of Iceberg.</summary>
    public override string ToString() => Kind switch
    {
        PhysicalTypeKind.Boolean => "boolean",
        PhysicalTypeKind.Int32 => "int",
        PhysicalTypeKind.Int64 => "long",
        PhysicalTypeKind.Float => "float",
        PhysicalTypeKind.Double => "double",
        PhysicalTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        PhysicalTypeKind.String => "string",
        PhysicalTypeKind.Binary => "binary",
        PhysicalTypeKind.Uuid => "uuid",
        PhysicalTypeKind.Date => "date",
        PhysicalTypeKind.Time => "time",
        _ => "timestamptz",
    };
}
