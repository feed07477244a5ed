using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DataMesh.Tests.Policies;

/// <summary>Masks value by value, and their order, as the law says. Shares no code with the library's kernels.</summary>
internal static class NaiveMask
{
    /// <param name="mask">The mask.</param>
    /// <param name="value">The value; null stays null.</param>
    /// <param name="key">The key of a scope.</param>
    public static ScalarValue Apply(Mask mask, ScalarValue value, Func<MaskKeyScope, byte[]> key) => value.IsNull ? value : mask switch
    {
        NoMask => value,
        NullMask => ScalarValue.Null,
        ConstantMask constant => constant.Value,
        HashMask hash => Hash(value, key(hash.Scope)),
        PartialMask partial => Partial(value.AsString(), partial),
        TruncateMask truncate => Truncate(value, truncate.Unit),
        BucketMask bucket => Bucket(value, bucket.Width),
        _ => throw new NotSupportedException(mask.ToString()),
    };

    /// <summary>The fixed rank by which the weakest of several grants' masks is found; greater is stronger. What is left follows the order of texts.</summary>
    public static (int Class, decimal Within, string Text) Rank(Mask mask) => (Measure(mask).Class, Measure(mask).Within, mask is BucketMask ? "" : Hexed(mask.ToString()));

    // Tuples compare texts by culture; this orders them by their code units.
    private static string Hexed(string text) => string.Concat(text.Select(c => ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)));

    private static (int Class, decimal Within) Measure(Mask mask) => mask switch
    {
        NoMask => (0, 0),
        TruncateMask { Unit: DateUnit.Day } => (1, 0),
        TruncateMask { Unit: DateUnit.Month } => (2, 0),
        TruncateMask => (3, 0),
        BucketMask bucket => (4, bucket.Width),
        PartialMask partial => (5, -Kept(partial)),
        HashMask => (6, 0),
        ConstantMask => (7, 0),
        NullMask => (8, 0),
        _ => throw new NotSupportedException(mask.ToString()),
    };

    /// <summary>True when one mask is a function of the other's result.</summary>
    public static bool IsAtLeast(Mask strong, Mask weak) => (strong, weak) switch
    {
        _ when strong == weak => true,
        (_, NoMask) => true,
        (NullMask, _) => true,
        (ConstantMask, NullMask or ConstantMask) => false,
        (ConstantMask, _) => true,
        (TruncateMask a, TruncateMask b) => a.Unit >= b.Unit,
        (BucketMask a, BucketMask b) => a.Width % b.Width == 0,
        (PartialMask a, PartialMask b) => a.First > 0 == b.First > 0 && Kept(a) <= Kept(b),
        _ => false,
    };

    /// <summary>A grant's mask raised by the rules' masks: the strongest where they form a chain, null where they do not.</summary>
    public static Mask Raise(Mask grant, IEnumerable<Mask> rules)
    {
        Mask[] all = [grant, .. rules];
        foreach (Mask a in all)
            foreach (Mask b in all)
                if (!IsAtLeast(a, b) && !IsAtLeast(b, a))
                    return Mask.Null;
        return all.First(a => all.All(b => IsAtLeast(a, b)));
    }

    private static int Kept(PartialMask partial) => Math.Max(partial.First, partial.Last);

    private static ScalarValue Hash(ScalarValue value, byte[] key)
    {
        byte[] bytes = value.Kind switch
        {
            ScalarKind.String => Encoding.UTF8.GetBytes(value.AsString()),
            ScalarKind.Binary => value.AsBinary().ToArray(),
            ScalarKind.Uuid => value.AsUuid().ToByteArray(bigEndian: true),
            _ => BigEndian(value.AsInteger()),
        };
        byte[] hash = HMACSHA256.HashData(key, bytes);
        return value.Kind switch
        {
            ScalarKind.String => Convert.ToHexStringLower(hash),
            ScalarKind.Binary => ScalarValue.From(hash),
            ScalarKind.Uuid => ScalarValue.From(new Guid(hash.AsSpan(0, 16), bigEndian: true)),
            _ => BinaryPrimitives.ReadInt64BigEndian(hash),
        };
    }

    private static byte[] BigEndian(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static ScalarValue Partial(string text, PartialMask partial)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        int first = Math.Min(partial.First, runes.Length / 2), last = Math.Min(partial.Last, runes.Length / 2);
        return string.Concat(runes.Select((rune, i) => i < first || i >= runes.Length - last ? rune.ToString() : "*"));
    }

    private static ScalarValue Truncate(ScalarValue value, DateUnit unit)
    {
        if (value.Kind == ScalarKind.Date)
            return ScalarValue.From(new DateOnly(value.AsDate().Year, unit == DateUnit.Year ? 1 : value.AsDate().Month, unit == DateUnit.Day ? value.AsDate().Day : 1));
        DateTime moment = value.AsTimestamp();
        return ScalarValue.From(new DateTime(moment.Year, unit == DateUnit.Year ? 1 : moment.Month, unit == DateUnit.Day ? moment.Day : 1, 0, 0, 0, DateTimeKind.Utc));
    }

    private static ScalarValue Bucket(ScalarValue value, decimal width) => value.Kind switch
    {
        ScalarKind.Integer => (long)(Math.Floor(value.AsInteger() / width) * width),
        ScalarKind.Decimal => Math.Floor(value.AsDecimal() / width) * width,
        _ => double.IsFinite(value.AsFloat()) ? Math.Floor(value.AsFloat() / (double)width) * (double)width : value,
    };
}
