using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>A finite number, date or time as an exact fraction, so that comparing different kinds of numbers never rounds.</summary>
internal readonly record struct ExactNumber(BigInteger Numerator, BigInteger Denominator)
{
    // The constant, not DateTime.UnixEpoch.Ticks: see docs on the JIT defect with static readonly structs in hot loops.
    private const long UnixEpochTicks = 621355968000000000L;
    private const int UnixEpochDay = 719162;

    public static ExactNumber Of(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Integer => new(value.AsInteger(), BigInteger.One),
        ScalarKind.Decimal => OfDecimal(value.AsDecimal()),
        ScalarKind.Float => OfDouble(value.AsFloat()),
        ScalarKind.Date => new(value.AsDate().DayNumber - UnixEpochDay, BigInteger.One),
        ScalarKind.Time => new(value.AsTime().Ticks / TimeSpan.TicksPerMicrosecond, BigInteger.One),
        ScalarKind.Timestamp => new(value.AsTimestamp().Ticks / TimeSpan.TicksPerMicrosecond - UnixEpochTicks / TimeSpan.TicksPerMicrosecond, BigInteger.One),
        _ => throw new ArgumentException($"A value of kind {value.Kind} is not a number.", nameof(value)),
    };

    /// <summary>A finite double; its fraction is a power of two.</summary>
    public static ExactNumber OfDouble(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7FF);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger signed = new(exponent == 0 ? mantissa : mantissa | 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        if (bits < 0)
            signed = -signed;
        return shift >= 0 ? new(signed << shift, BigInteger.One) : new(signed, BigInteger.One << -shift);
    }

    /// <summary>The greatest whole number n with n / 10^scale not greater than this.</summary>
    public BigInteger Floor(int scale)
    {
        BigInteger quotient = BigInteger.DivRem(Numerator * BigInteger.Pow(10, scale), Denominator, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The least whole number n with n / 10^scale not less than this.</summary>
    public BigInteger Ceiling(int scale) => -new ExactNumber(-Numerator, Denominator).Floor(scale);

    public int CompareTo(ExactNumber other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    private static ExactNumber OfDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        BigInteger unscaled = (BigInteger)(uint)parts[2] << 64 | (BigInteger)(uint)parts[1] << 32 | (uint)parts[0];
        return new(value < 0 ? -unscaled : unscaled, BigInteger.Pow(10, parts[3] >> 16 & 0xFF));
    }
}
