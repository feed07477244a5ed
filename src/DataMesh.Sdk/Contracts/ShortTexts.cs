using System.Buffers.Binary;

namespace DataMesh;

/// <summary>Remembers an answer about short texts, of each place the last one that was asked about. Compares whole texts, never hashes alone.</summary>
internal sealed class ShortTexts
{
    /// <summary>The longest text, in bytes, that is remembered.</summary>
    public const int LongestText = 15;

    private const int Places = 1 << 10;

    private readonly UInt128[] _texts = new UInt128[Places];
    private readonly bool[] _answers = new bool[Places];

    /// <summary>The answer about a text; null when it is not remembered.</summary>
    public bool? Find(ReadOnlySpan<byte> text)
    {
        UInt128 key = KeyOf(text);
        int place = PlaceOf(key);
        return _texts[place] == key ? _answers[place] : null;
    }

    /// <summary>Remembers an answer and returns it.</summary>
    public bool Keep(ReadOnlySpan<byte> text, bool answer)
    {
        UInt128 key = KeyOf(text);
        int place = PlaceOf(key);
        (_texts[place], _answers[place]) = (key, answer);
        return answer;
    }

    // The last byte is one more than the length, so that no text is the empty place and none equals another that ends in zeros.
    private static UInt128 KeyOf(ReadOnlySpan<byte> text)
    {
        int length = text.Length;
        // Parts of a text overlap rather than being copied byte by byte: where they do, they are equal.
        ulong low = length switch
        {
            0 => 0,
            < 4 => text[0] | (ulong)text[length / 2] << (8 * (length / 2)) | (ulong)text[length - 1] << (8 * (length - 1)),
            < 8 => BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[(length - 4)..]) << (8 * (length - 4)),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(text),
        };
        ulong high = length <= 8 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(text[(length - 8)..]) >> (8 * (16 - length));
        return new UInt128(high | (ulong)(length + 1) << 56, low);
    }

    private static int PlaceOf(UInt128 key) => (int)(((ulong)key ^ (ulong)(key >> 64) * 31) * 0x9E3779B97F4A7C15 >> 54);
}
