using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Keeps code points at one end of a text, never more than half of them.</summary>
internal sealed class PartialMasking(PartialMask mask) : TextMasking(StringType.Default)
{
    private const byte Star = (byte)'*';

    protected override int Measure(ReadOnlySpan<byte> value)
    {
        (int start, int length, int hidden) = Keep(value);
        _ = start;
        return length + hidden;
    }

    protected override void Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        (int start, int length, int hidden) = Keep(value);
        target.Fill(Star);
        value.Slice(start, length).CopyTo(mask.First > 0 ? target : target[hidden..]);
    }

    // The bytes that stay, and how many code points do not.
    private (int Start, int Length, int Hidden) Keep(ReadOnlySpan<byte> value)
    {
        int points = CountPoints(value);
        int kept = Math.Min(Math.Max(mask.First, mask.Last), points / 2);
        if (mask.First > 0)
            return (0, points == value.Length ? kept : OffsetOf(value, kept), points - kept);
        int start = points == value.Length ? points - kept : OffsetOf(value, points - kept);
        return (start, value.Length - start, points - kept);
    }

    // Every byte that does not continue a code point begins one.
    private static int CountPoints(ReadOnlySpan<byte> value)
    {
        int count = 0;
        foreach (byte b in value)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    private static int OffsetOf(ReadOnlySpan<byte> value, int point)
    {
        for (int i = 0; i < value.Length; i++)
            if ((value[i] & 0xC0) != 0x80 && point-- == 0)
                return i;
        return value.Length;
    }
}
