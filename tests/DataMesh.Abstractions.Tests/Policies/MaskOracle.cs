using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Policies;

/// <summary>What a mask does to one value, written from its definition and nothing else.</summary>
internal static class MaskOracle
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static ScalarValue Apply(Mask mask, PhysicalType type, ScalarValue value) => value.IsNull || mask is NullMask ? ScalarValue.Null : mask switch
    {
        NoMask => value,
        ConstantMask constant => Constant(constant.Value, type),
        HashMask => Hash(value),
        PartialMask partial => Partial(partial, value.AsString()),
        TruncateMask truncate => Truncate(truncate.Unit, value),
        BucketMask bucket => Bucket(bucket.Width, type, value),
        _ => throw new InvalidOperationException(mask.ToString()),
    };

    private static ScalarValue Constant(ScalarValue value, PhysicalType type) => (type.Kind, value.Kind) switch
    {
        (PhysicalTypeKind.Decimal, ScalarKind.Integer) => ScalarValue.From((decimal)value.AsInteger()),
        (PhysicalTypeKind.Float or PhysicalTypeKind.Double, ScalarKind.Integer) => ScalarValue.From((double)value.AsInteger()),
        _ => value,
    };

    private static ScalarValue Hash(ScalarValue value)
    {
        switch (value.Kind)
        {
            case ScalarKind.String:
                return Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(value.AsString())));
            case ScalarKind.Binary:
                return ScalarValue.From(HMACSHA256.HashData(Key, value.AsBinary().ToArray()));
            case ScalarKind.Uuid:
                return ScalarValue.From(new Guid(HMACSHA256.HashData(Key, value.AsUuid().ToByteArray(bigEndian: true)).AsSpan(0, 16), bigEndian: true));
            default:
                byte[] bytes = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(bytes, value.AsInteger());
                return BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(Key, bytes));
        }
    }

    private static ScalarValue Partial(PartialMask mask, string text)
    {
        Rune[] points = [.. text.EnumerateRunes()];
        int kept = Math.Min(Math.Max(mask.First, mask.Last), points.Length / 2);
        IEnumerable<string> shown = points.Select((p, i) => (mask.First > 0 ? i < kept : i >= points.Length - kept) ? p.ToString() : "*");
        return string.Concat(shown);
    }

    private static ScalarValue Truncate(DateUnit unit, ScalarValue value)
    {
        DateTime at = value.Kind == ScalarKind.Date ? value.AsDate().ToDateTime(default) : value.AsTimestamp();
        DateTime cut = unit switch
        {
            DateUnit.Year => new DateTime(at.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            DateUnit.Month => new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => DateTime.SpecifyKind(at.Date, DateTimeKind.Utc),
        };
        return value.Kind == ScalarKind.Date ? ScalarValue.From(DateOnly.FromDateTime(cut)) : ScalarValue.From(cut);
    }

    private static ScalarValue Bucket(decimal width, PhysicalType type, ScalarValue value)
    {
        if (value.Kind == ScalarKind.Float)
        {
            double at = value.AsFloat(), by = (double)width;
            if (!double.IsFinite(at) || Math.Abs(at / by) >= 1L << 53)
                return value;
            BigInteger ranges = FloorDivide(at, by);
            double low = (double)ranges * by;
            return ScalarValue.From(type.Kind == PhysicalTypeKind.Float ? (float)low : low);
        }
        if (value.Kind == ScalarKind.Decimal)
            return ScalarValue.From(Math.Floor(value.AsDecimal() / width) * width);
        BigInteger lowest = type.Kind == PhysicalTypeKind.Int32 ? int.MinValue : long.MinValue;
        BigInteger floor = FloorDivide(value.AsInteger(), (BigInteger)width) * (BigInteger)width;
        return (long)BigInteger.Max(lowest, floor);
    }

    private static BigInteger FloorDivide(BigInteger a, BigInteger b) => a.Sign < 0 && a % b != 0 ? a / b - 1 : a / b;

    // Both as exact fractions of one denominator.
    private static BigInteger FloorDivide(double a, double b)
    {
        (BigInteger an, BigInteger ad) = Fraction(a);
        (BigInteger bn, BigInteger bd) = Fraction(b);
        return FloorDivide(an * bd, bn * ad);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double value)
    {
        BigInteger denominator = BigInteger.One;
        while (value != Math.Truncate(value))
        {
            value *= 2;
            denominator *= 2;
        }
        return (new BigInteger(value), denominator);
    }
}
