using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>The stored type of a property, in the spelling of Iceberg: <c>int</c>, <c>long</c>, <c>decimal(18,2)</c>, <c>timestamptz</c>, <c>list&lt;string&gt;</c> …</summary>
/// <remarks>
/// Two types are equal when they store values alike: the same kind and digits, and for nested types children of equal types (and equal names, in a struct).
/// Whether children are required and what they mean is part of a contract, not of the type.
/// </remarks>
public readonly record struct PhysicalType : IParsable<PhysicalType>
{
    /// <summary>The time zone of every timestamp.</summary>
    internal const string UtcTimeZone = "UTC";

    private readonly SchemaProperty[]? _children;

    private PhysicalType(PhysicalTypeKind kind, int precision = 0, int scale = 0, SchemaProperty[]? children = null)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
        _children = children;
    }

    /// <summary>The kind.</summary>
    public PhysicalTypeKind Kind { get; }

    /// <summary>Number of digits; only for <see cref="PhysicalTypeKind.Decimal"/>.</summary>
    public int Precision { get; }

    /// <summary>Number of digits behind the point; only for <see cref="PhysicalTypeKind.Decimal"/>.</summary>
    public int Scale { get; }

    /// <summary>The properties of a struct, the one <c>element</c> of a list, the <c>key</c> and the <c>value</c> of a map; empty for other types.</summary>
    public IReadOnlyList<SchemaProperty> Children => _children ?? [];

    /// <summary>True for structs, lists and maps.</summary>
    public bool IsNested => Kind >= PhysicalTypeKind.Struct;

    /// <summary>The platform-neutral type.</summary>
    public LogicalType LogicalType => Kind switch
    {
        PhysicalTypeKind.Boolean => LogicalType.Boolean,
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => LogicalType.Integer,
        PhysicalTypeKind.Float or PhysicalTypeKind.Double or PhysicalTypeKind.Decimal => LogicalType.Number,
        PhysicalTypeKind.Date => LogicalType.Date,
        PhysicalTypeKind.Time => LogicalType.Time,
        PhysicalTypeKind.Timestamp => LogicalType.Timestamp,
        PhysicalTypeKind.Struct or PhysicalTypeKind.Map => LogicalType.Object,
        PhysicalTypeKind.List => LogicalType.Array,
        _ => LogicalType.String,
    };

    /// <summary>The kind of this type's values; <see cref="ScalarKind.Null"/> for nested types, whose values are no scalars.</summary>
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
        PhysicalTypeKind.Timestamp => ScalarKind.Timestamp,
        _ => ScalarKind.Null,
    };

    /// <summary>The type of a kind without digits and children.</summary>
    /// <exception cref="ArgumentException">The kind is <see cref="PhysicalTypeKind.Decimal"/> or nested.</exception>
    public static PhysicalType Of(PhysicalTypeKind kind) => kind switch
    {
        PhysicalTypeKind.Decimal => throw new ArgumentException("A decimal type needs precision and scale: use PhysicalType.Decimal(precision, scale).", nameof(kind)),
        >= PhysicalTypeKind.Struct => throw new ArgumentException("A nested type needs its children: use PhysicalType.Struct, PhysicalType.List or PhysicalType.Map.", nameof(kind)),
        _ => new(kind),
    };

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

    /// <summary>A type of named properties.</summary>
    /// <exception cref="ArgumentException">There is no property, or two have one name.</exception>
    public static PhysicalType Struct(IReadOnlyList<SchemaProperty> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.Count == 0)
            throw new ArgumentException("A struct needs at least one property.", nameof(properties));
        if (properties.GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"A struct cannot have two properties '{twice.Key}': names are unique.", nameof(properties));
        return new(PhysicalTypeKind.Struct, children: [.. properties]);
    }

    /// <summary>A type of lists.</summary>
    /// <param name="element">What a list holds; its name becomes <c>element</c>.</param>
    public static PhysicalType List(SchemaProperty element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(PhysicalTypeKind.List, children: [element with { Name = NestedTypes.Element }]);
    }

    /// <summary>A type of maps, each key once.</summary>
    /// <param name="key">The keys; they are required and named <c>key</c>.</param>
    /// <param name="value">The values; named <c>value</c>.</param>
    public static PhysicalType Map(SchemaProperty key, SchemaProperty value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return new(PhysicalTypeKind.Map, children: [key with { Name = NestedTypes.Key, Required = true }, value with { Name = NestedTypes.Value }]);
    }

    /// <summary>Parses the spelling of <see cref="ToString"/>; nested types are not parsed.</summary>
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

    /// <summary>The canonical type of an Arrow type, also of a dictionary of text; null when Arrow's type has no canonical form or nests more than 32 levels deep.</summary>
    public static PhysicalType? TryFromArrow(IArrowType type) => NestedTypes.TryFromArrow(type, 0);

    /// <summary>The canonical Arrow type; the fields of nested types have no field ids.</summary>
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
        PhysicalTypeKind.Timestamp => new TimestampType(TimeUnit.Microsecond, UtcTimeZone),
        _ => NestedTypes.ToArrow(this),
    };

    /// <summary>True when the types store values alike.</summary>
    public bool Equals(PhysicalType other) => Kind == other.Kind && Precision == other.Precision && Scale == other.Scale
        && (_children is null || NestedTypes.HaveSameChildren(this, other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Precision, Scale, Children.Count);

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
        PhysicalTypeKind.Timestamp => "timestamptz",
        PhysicalTypeKind.Struct => $"struct<{string.Join(", ", Children.Select(c => $"{c.Name}: {c.Type}"))}>",
        _ => $"{(Kind == PhysicalTypeKind.List ? "list" : "map")}<{string.Join(", ", Children.Select(c => c.Type))}>",
    };

    internal static PhysicalType Nested(PhysicalTypeKind kind, SchemaProperty[] children) => new(kind, children: children);
}
