using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>Builds a column of decimals of one precision and scale. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DecimalColumnWriter : FixedColumnWriter<Int128>
{
    private readonly BrokenRule _fits;

    internal DecimalColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) =>
        _fits = BrokenRule.Fits(property.Type);

    /// <summary>Converts a decimal to its digits without the point; refused when the column cannot hold it exactly.</summary>
    public Int128 Unscale(int row, decimal value)
    {
        if (TryUnscale(value, Type.Precision, Type.Scale, out Int128 digits))
            return digits;
        Refuse(row, _fits);
        return 0;
    }

    private static bool TryUnscale(decimal value, int precision, int scale, out Int128 digits)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        ulong low = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        int shift = scale - value.Scale;
        // Most amounts need 64 bits only.
        if (bits[2] == 0 && (uint)shift < (uint)PowersOfTen.Short.Length && Math.BigMul(low, PowersOfTen.Short[shift], out ulong product) == 0)
        {
            digits = decimal.IsNegative(value) ? -(Int128)product : product;
            return precision >= PowersOfTen.Short.Length || product < PowersOfTen.Short[precision];
        }
        bool exact = shift >= 0
            ? TryMultiply(new UInt128((uint)bits[2], low), shift, precision, out UInt128 magnitude)
            : TryDivide((uint)bits[2], low, -shift, precision, out magnitude);
        digits = decimal.IsNegative(value) ? -(Int128)magnitude : (Int128)magnitude;
        return exact;
    }

    private static bool TryMultiply(UInt128 magnitude, int power, int precision, out UInt128 result)
    {
        bool fits = magnitude < (UInt128)PowersOfTen.Get(precision - power);
        result = fits ? magnitude * (UInt128)PowersOfTen.Get(power) : 0;
        return fits;
    }

    private static bool TryDivide(uint high, ulong low, int power, int precision, out UInt128 result)
    {
        if (high == 0 && power < 20)
        {
            (ulong quotient, ulong rest) = Math.DivRem(low, (ulong)PowersOfTen.Get(power));
            result = quotient;
            return rest == 0 && result < (UInt128)PowersOfTen.Get(precision);
        }
        (result, UInt128 remainder) = UInt128.DivRem(new UInt128(high, low), (UInt128)PowersOfTen.Get(power));
        return remainder == 0 && result < (UInt128)PowersOfTen.Get(precision);
    }
}
