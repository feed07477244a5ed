using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataMesh.Mapping;

/// <summary>Strings of bytes that are known to be ASCII, as most texts are: each byte is a character, and none is looked at again.</summary>
/// <remarks>The framework's <c>Ascii.ToUtf16</c> checks each text anew and takes a quarter longer for one of 27 characters, its allocation included.</remarks>
internal static class AsciiText
{
    /// <summary>The string of some ASCII bytes; other bytes become other characters.</summary>
    public static string ToString(ReadOnlySpan<byte> ascii) => ascii.IsEmpty ? "" : string.Create(ascii.Length, ascii, Widen);

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
}
