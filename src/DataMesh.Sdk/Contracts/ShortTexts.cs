using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataMesh;

/// <summary>Remembers an answer about short texts, of each place the last one that was asked about. Compares whole texts, never hashes alone.</summary>
internal sealed class ShortTexts
{
    /// <summary>The longest text, in bytes, that is remembered.</summary>
    public const int LongestText = 15;

    private const int Places = 1 << 12;

    private readonly Key[] _texts = new Key[Places];
    private readonly bool[] _answers = new bool[Places];

    /// <summary>Sixteen bytes of ones, then sixteen of zeros: a window of sixteen keeps as many bytes as it begins before the middle.</summary>
    private static ReadOnlySpan<byte> Ones =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The key of the text at a place of a buffer, at most <see cref="LongestText"/> bytes long.</summary>
    public static Key KeyOf(ReadOnlySpan<byte> buffer, int start, int length)
    {
        if (start > buffer.Length - Vector128<byte>.Count)
            return KeyAtTheEnd(buffer.Slice(start, length));
        // What follows the text in the buffer is loaded with it and masked away: no branch depends on the length.
        Vector128<byte> text = Vector128.Create(buffer.Slice(start, Vector128<byte>.Count)) & Vector128.Create(Ones.Slice(Vector128<byte>.Count - length, Vector128<byte>.Count));
        return Key.Of(text, length);
    }

    /// <summary>Says whether a text is remembered, and with which answer.</summary>
    public bool TryFind(Key key, out bool answer)
    {
        int place = key.Place;
        answer = _answers[place];
        return _texts[place] == key;
    }

    /// <summary>Remembers an answer and returns it.</summary>
    public bool Keep(Key key, bool answer)
    {
        int place = key.Place;
        (_texts[place], _answers[place]) = (key, answer);
        return answer;
    }

    private static Key KeyAtTheEnd(ReadOnlySpan<byte> text)
    {
        Span<byte> padded = stackalloc byte[Vector128<byte>.Count];
        padded.Clear();
        text.CopyTo(padded);
        return Key.Of(Vector128.Create<byte>(padded), text.Length);
    }

    /// <summary>A whole text: its bytes, zeros behind them, and in the last byte one more than its length, so that no text is the empty place and none equals another that ends in zeros.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Key(ulong Low, ulong High)
    {
        /// <summary>Where the text is remembered.</summary>
        public int Place => (int)((Low ^ High * 31) * 0x9E3779B97F4A7C15 >> 52);

        public static Key Of(Vector128<byte> text, int length) => new(text.AsUInt64()[0], text.AsUInt64()[1] | (ulong)(length + 1) << 56);
    }
}
