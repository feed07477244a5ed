using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>One value of the canonical types: a literal of a filter, a bound of a column, a value of a partition.</summary>
/// <remarks>
/// Immutable; the default value is <see cref="Null"/>. Ordering is the one definition of the mesh: strings by UTF-8 bytes, NaN equal to itself and
/// greatest, −0.0 equal to 0.0, decimals and numbers by value, null first. Equality agrees with ordering.
/// </remarks>
public readonly struct ScalarValue : IEquatable<ScalarValue>, IComparable<ScalarValue>
{
    private readonly object? _value;

    private ScalarValue(ScalarKind kind, object? value)
    {
        Kind = kind;
        _value = value;
    }

    /// <summary>No value.</summary>
    public static ScalarValue Null => default;

    /// <summary>The kind.</summary>
    public ScalarKind Kind { get; }

    /// <summary>True when there is no value.</summary>
    public bool IsNull => Kind == ScalarKind.Null;

    /// <summary>True for a floating-point NaN.</summary>
    public bool IsNaN => Kind == ScalarKind.Float && double.IsNaN((double)_value!);

    /// <summary>A truth value.</summary>
    public static implicit operator ScalarValue(bool value) => From(value);

    /// <summary>A whole number.</summary>
    public static implicit operator ScalarValue(long value) => From(value);

    /// <summary>A floating-point number.</summary>
    public static implicit operator ScalarValue(double value) => From(value);

    /// <summary>A decimal number.</summary>
    public static implicit operator ScalarValue(decimal value) => From(value);

    /// <summary>A text; null becomes <see cref="Null"/>.</summary>
    public static implicit operator ScalarValue(string? value) => From(value);

    /// <summary>A truth value.</summary>
    public static ScalarValue From(bool value) => new(ScalarKind.Boolean, value);

    /// <summary>A whole number.</summary>
    public static ScalarValue From(long value) => new(ScalarKind.Integer, value);

    /// <summary>A floating-point number.</summary>
    public static ScalarValue From(double value) => new(ScalarKind.Float, value);

    /// <summary>A decimal number.</summary>
    public static ScalarValue From(decimal value) => new(ScalarKind.Decimal, value);

    /// <summary>A text; null becomes <see cref="Null"/>.</summary>
    public static ScalarValue From(string? value) => value is null ? default : new(ScalarKind.String, value);

    /// <summary>Bytes; the array is not copied and must not change. Null becomes <see cref="Null"/>.</summary>
    public static ScalarValue From(byte[]? value) => value is null ? default : new(ScalarKind.Binary, value);

    /// <summary>A UUID.</summary>
    public static ScalarValue From(Guid value) => new(ScalarKind.Uuid, value);

    /// <summary>A date.</summary>
    public static ScalarValue From(DateOnly value) => new(ScalarKind.Date, value);

    /// <summary>A time of day, cut to microseconds.</summary>
    public static ScalarValue From(TimeOnly value) => new(ScalarKind.Time, new TimeOnly(value.Ticks - value.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>An instant, cut to microseconds.</summary>
    /// <exception cref="ArgumentException">The kind is not UTC.</exception>
    public static ScalarValue From(DateTime value) => value.Kind == DateTimeKind.Utc
        ? new(ScalarKind.Timestamp, new DateTime(value.Ticks - value.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc))
        : throw new ArgumentException($"A DateTime of Kind {value.Kind} is not an instant: only UTC is. Use DateTime.SpecifyKind, ToUniversalTime or DateTimeOffset.", nameof(value));

    /// <summary>An instant, cut to microseconds; the offset is not kept.</summary>
    public static ScalarValue From(DateTimeOffset value) => From(value.UtcDateTime);

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBoolean() => (bool)Get(ScalarKind.Boolean);

    /// <summary>The whole number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long AsInteger() => (long)Get(ScalarKind.Integer);

    /// <summary>The floating-point number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public double AsFloat() => (double)Get(ScalarKind.Float);

    /// <summary>The decimal number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public decimal AsDecimal() => (decimal)Get(ScalarKind.Decimal);

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsString() => (string)Get(ScalarKind.String);

    /// <summary>The bytes.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ReadOnlyMemory<byte> AsBinary() => (byte[])Get(ScalarKind.Binary);

    /// <summary>The UUID.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public Guid AsUuid() => (Guid)Get(ScalarKind.Uuid);

    /// <summary>The date.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateOnly AsDate() => (DateOnly)Get(ScalarKind.Date);

    /// <summary>The time of day.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public TimeOnly AsTime() => (TimeOnly)Get(ScalarKind.Time);

    /// <summary>The instant, of Kind UTC.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateTime AsTimestamp() => (DateTime)Get(ScalarKind.Timestamp);

    /// <summary>True when both are of one kind, or both are numbers, or one is null: then <see cref="CompareTo"/> has a meaning.</summary>
    public bool IsComparableTo(ScalarValue other) => Kind == other.Kind || IsNull || other.IsNull || (IsNumber(Kind) && IsNumber(other.Kind));

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The values are of kinds that have no common order.</exception>
    public int CompareTo(ScalarValue other)
    {
        if (IsNull || other.IsNull)
            return (IsNull ? 0 : 1) - (other.IsNull ? 0 : 1);
        if (Kind != other.Kind)
            return CompareNumbers(this, other);
        return Kind switch
        {
            ScalarKind.Boolean => ((bool)_value!).CompareTo((bool)other._value!),
            ScalarKind.Integer => ((long)_value!).CompareTo((long)other._value!),
            ScalarKind.Float => CompareFloats((double)_value!, (double)other._value!),
            ScalarKind.Decimal => ((decimal)_value!).CompareTo((decimal)other._value!),
            ScalarKind.String => CompareUtf8((string)_value!, (string)other._value!),
            ScalarKind.Binary => ((byte[])_value!).AsSpan().SequenceCompareTo((byte[])other._value!),
            ScalarKind.Uuid => CompareUuids((Guid)_value!, (Guid)other._value!),
            ScalarKind.Date => ((DateOnly)_value!).CompareTo((DateOnly)other._value!),
            ScalarKind.Time => ((TimeOnly)_value!).CompareTo((TimeOnly)other._value!),
            _ => ((DateTime)_value!).CompareTo((DateTime)other._value!),
        };
    }

    /// <inheritdoc/>
    public bool Equals(ScalarValue other) => IsNull == other.IsNull && IsComparableTo(other) && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ScalarValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        ScalarKind.Null => 0,
        ScalarKind.Integer => NumberHash((long)_value!, 0),
        ScalarKind.Decimal => DecimalHash((decimal)_value!),
        ScalarKind.Float => FloatHash((double)_value!),
        ScalarKind.Binary => BinaryHash((byte[])_value!),
        _ => _value!.GetHashCode(),
    };

    /// <summary>Equality by value.</summary>
    public static bool operator ==(ScalarValue left, ScalarValue right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(ScalarValue left, ScalarValue right) => !left.Equals(right);

    /// <summary>Order of the mesh.</summary>
    public static bool operator <(ScalarValue left, ScalarValue right) => left.CompareTo(right) < 0;

    /// <summary>Order of the mesh.</summary>
    public static bool operator >(ScalarValue left, ScalarValue right) => left.CompareTo(right) > 0;

    /// <summary>Order of the mesh.</summary>
    public static bool operator <=(ScalarValue left, ScalarValue right) => left.CompareTo(right) <= 0;

    /// <summary>Order of the mesh.</summary>
    public static bool operator >=(ScalarValue left, ScalarValue right) => left.CompareTo(right) >= 0;

    /// <summary>The value as plain, culture-independent text; for people and file names, not for SQL.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => (bool)_value! ? "true" : "false",
        ScalarKind.Float => ((double)_value!).ToString("R", CultureInfo.InvariantCulture),
        ScalarKind.Binary => Convert.ToHexStringLower((byte[])_value!),
        ScalarKind.Uuid => ((Guid)_value!).ToString("D"),
        ScalarKind.Date => ((DateOnly)_value!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ScalarKind.Time => ((TimeOnly)_value!).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        ScalarKind.Timestamp => ((DateTime)_value!).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        _ => Convert.ToString(_value, CultureInfo.InvariantCulture)!,
    };

    internal static bool IsNumber(ScalarKind kind) => kind is ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal;

    internal static int CompareFloats(double a, double b) =>
        a < b ? -1 : a > b ? 1 : a == b ? 0 : (double.IsNaN(a) ? 1 : 0) - (double.IsNaN(b) ? 1 : 0);

    private static int CompareNumbers(ScalarValue a, ScalarValue b) => (a.Kind, b.Kind) switch
    {
        (ScalarKind.Integer, ScalarKind.Decimal) => ((decimal)(long)a._value!).CompareTo((decimal)b._value!),
        (ScalarKind.Decimal, ScalarKind.Integer) => ((decimal)a._value!).CompareTo((long)b._value!),
        (ScalarKind.Integer or ScalarKind.Decimal, ScalarKind.Float) => CompareExact(a, (double)b._value!),
        (ScalarKind.Float, ScalarKind.Integer or ScalarKind.Decimal) => -CompareExact(b, (double)a._value!),
        _ => throw new InvalidOperationException($"A value of kind {a.Kind} has no order against one of kind {b.Kind}."),
    };

    // Exact comparison of a whole or decimal number with a double: a cast to double would make 2^53 + 1 equal to 2^53, and 0.1m equal to 0.1.
    private static int CompareExact(ScalarValue exact, double other)
    {
        decimal value = exact.Kind == ScalarKind.Integer ? (long)exact._value! : (decimal)exact._value!;
        if (double.IsNaN(other) || other >= 7.9228162514264337E+28)
            return -1;
        if (other <= -7.9228162514264337E+28)
            return 1;
        double whole = Math.Floor(other);
        int byWhole = decimal.Floor(value).CompareTo((decimal)new System.Numerics.BigInteger(whole));
        return byWhole != 0 ? byWhole : ExactNumber.Of(From(value - decimal.Floor(value))).CompareTo(ExactNumber.OfDouble(other - whole));
    }

    private static int CompareUtf8(string a, string b)
    {
        int common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length.CompareTo(b.Length);
        // UTF-16 order differs from UTF-8 order only where surrogates (code points above U+FFFF) meet U+E000..U+FFFF.
        char x = a[common], y = b[common];
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }

    private static int CompareUuids(Guid a, Guid b)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        a.TryWriteBytes(left, bigEndian: true, out _);
        b.TryWriteBytes(right, bigEndian: true, out _);
        return left.SequenceCompareTo(right);
    }

    // Equal numbers of different kinds hash alike: by their whole part and the first bits of their fraction, which every kind holds exactly.
    private static int NumberHash(double whole, int fraction) => HashCode.Combine(whole + 0.0, fraction);

    private static int DecimalHash(decimal value) => NumberHash((double)decimal.Floor(value), (int)decimal.Floor((value - decimal.Floor(value)) * 1024));

    private static int FloatHash(double value) => double.IsFinite(value) ? NumberHash(Math.Floor(value), (int)((value - Math.Floor(value)) * 1024)) : value.GetHashCode();

    private static int BinaryHash(byte[] bytes)
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private object Get(ScalarKind kind) => Kind == kind ? _value! : throw new InvalidOperationException($"The value is of kind {Kind}, not {kind}.");
}
