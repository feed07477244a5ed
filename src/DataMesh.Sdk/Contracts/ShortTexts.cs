using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataMesh;

/// <summary>Remembers of short texts whether they keep a rule, at each place of the last one that was asked about. Compares whole texts, never hashes alone.</summary>
/// <remarks>
/// A key holds a whole text: its bytes, zeros behind them, and in the last byte one more than its length, so that no text is the empty place and none equals another that ends in zeros.
/// A text that breaks the rule is remembered with a mark in that byte: nearly all texts keep their rules, and those are found with one comparison.
/// </remarks>
internal sealed class ShortTexts
{
    /// <summary>The longest text, in bytes, that is remembered.</summary>
    public const int LongestText = 15;

    private const int Last = LongestText;
    private const int PlaceBits = 12;

    private readonly Vector128<byte>[] _texts = new Vector128<byte>[1 << PlaceBits];

    private static Vector128<byte> Broken => Vector128<byte>.Zero.WithElement(Last, (byte)0x80);

    /// <summary>The key of a text of at most <see cref="LongestText"/> bytes.</summary>
    public static Vector128<byte> KeyOf(ReadOnlySpan<byte> text) => WithLength(TextWindow.Copy(text), text.Length);

    /// <summary>The first row from a given one on whose text is not remembered as one that keeps the rule, or is too long or too near to the end of the buffer to say.</summary>
    /// <param name="offsets">Where the texts begin and where the last one ends; one more than rows.</param>
    /// <param name="buffer">The bytes of all texts.</param>
    /// <param name="row">The row to begin with.</param>
    public int FindOther(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> buffer, int row)
    {
        Vector128<byte>[] texts = _texts;
        for (; row < offsets.Length - 1; row++)
        {
            int start = offsets[row], length = offsets[row + 1] - start;
            if (length > LongestText || !TextWindow.Fits(buffer, start))
                return row;
            Vector128<byte> key = WithLength(TextWindow.Load(buffer, start, length), length);
            if (texts[PlaceOf(key)] != key)
                return row;
        }
        return row;
    }

    /// <summary>True when a text is remembered as one that keeps the rule.</summary>
    public bool Keeps(Vector128<byte> key) => _texts[PlaceOf(key)] == key;

    /// <summary>True when a text is remembered as one that breaks the rule.</summary>
    public bool Breaks(Vector128<byte> key) => _texts[PlaceOf(key)] == (key | Broken);

    /// <summary>Remembers a text.</summary>
    public void Remember(Vector128<byte> key, bool keeps) => _texts[PlaceOf(key)] = keeps ? key : key | Broken;

    private static Vector128<byte> WithLength(Vector128<byte> text, int length) => text.WithElement(Last, (byte)(length + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(Vector128<byte> key) => (int)((key.AsUInt64()[0] ^ key.AsUInt64()[1] * 31) * 0x9E3779B97F4A7C15 >> (64 - PlaceBits));
}
