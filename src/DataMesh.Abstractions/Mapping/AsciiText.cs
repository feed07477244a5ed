using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataMesh.Mapping;

/// <summary>Texts of ASCII only, as most are: each character is a byte, and short ones cost no call of an encoding.</summary>
internal static class AsciiText
{
    /// <summary>The string of some ASCII bytes; other bytes become other characters.</summary>
    public static string ToString(ReadOnlySpan<byte> ascii) => ascii.IsEmpty ? "" : string.Create(ascii.Length, ascii, Widen);

    /// <summary>Writes the bytes of a text and returns true when all of it is ASCII; what is written is without meaning when not.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">Where the bytes go; at least as long as the text.</param>
    public static bool TryWrite(ReadOnlySpan<char> text, Span<byte> target)
    {
        nuint length = (nuint)text.Length, width = (nuint)Vector128<ushort>.Count;
        ref ushort source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        ref byte bytes = ref MemoryMarshal.GetReference(target[..text.Length]);
        if (length < width)
        {
            int all = 0;
            for (int i = 0; i < text.Length; i++)
            {
                all |= text[i];
                target[i] = (byte)text[i];
            }
            return all < 0x80;
        }
        Vector128<ushort> seen = Narrow(ref source, ref bytes, length - width);
        for (nuint i = 0; i < length - width; i += width)
            seen |= Narrow(ref source, ref bytes, i);
        return (seen & Vector128.Create<ushort>(0xFF80)) == Vector128<ushort>.Zero;
    }

    private static void Widen(Span<char> characters, ReadOnlySpan<byte> ascii)
    {
        ref byte source = ref MemoryMarshal.GetReference(ascii);
        ref ushort target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(characters));
        nuint length = (nuint)ascii.Length, width = (nuint)Vector128<byte>.Count;
        if (length < width)
        {
            for (int i = 0; i < ascii.Length; i++)
                characters[i] = (char)ascii[i];
            return;
        }
        for (nuint i = 0; i < length - width; i += width)
            Widen(ref source, ref target, i);
        // The last ones overlap with those before, so that no rest is left.
        Widen(ref source, ref target, length - width);
    }

    private static void Widen(ref byte source, ref ushort target, nuint index)
    {
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref source, index));
        lower.StoreUnsafe(ref target, index);
        upper.StoreUnsafe(ref target, index + (nuint)Vector128<ushort>.Count);
    }

    private static Vector128<ushort> Narrow(ref ushort source, ref byte target, nuint index)
    {
        Vector128<ushort> characters = Vector128.LoadUnsafe(ref source, index);
        Vector64<byte> bytes = Vector128.Narrow(characters, characters).GetLower();
        bytes.StoreUnsafe(ref target, index);
        return characters;
    }
}
