using System.Numerics;

namespace DataMesh;

/// <summary>Decimals as the whole number that is stored: value × 10^scale.</summary>
internal static class UnscaledDecimal
{
    /// <summary>The stored number, rounded down when the value has more digits behind the point than the scale.</summary>
    internal static BigInteger From(decimal value, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        if (bits[3] < 0)
            mantissa = -mantissa;
        int shift = scale - value.Scale;
        if (shift >= 0)
            return mantissa * BigInteger.Pow(10, shift);
        BigInteger quotient = BigInteger.DivRem(mantissa, BigInteger.Pow(10, -shift), out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The value; null when <see cref="decimal"/> cannot hold it exactly.</summary>
    internal static decimal? ToDecimal(Int128 unscaled, int scale)
    {
        while (scale > 28 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }
        UInt128 magnitude = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        if (scale > 28 || magnitude >> 96 != 0)
            return null;
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)scale);
    }
}
