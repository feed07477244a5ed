using System.Runtime.Intrinsics;

namespace DataMesh;

/// <summary>The bytes of a short text as one vector, zeros behind its end.</summary>
internal static class TextWindow
{
    /// <summary>The most bytes of a text.</summary>
    public const int Length = 16;

    /// <summary>Sixteen bytes of ones, then sixteen of zeros: a window of sixteen keeps as many bytes as it begins before the middle.</summary>
    private static ReadOnlySpan<byte> Ones =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>True when sixteen bytes can be read from the offset on.</summary>
    public static bool Fits(ReadOnlySpan<byte> buffer, int offset) => offset <= buffer.Length - Length;

    /// <summary>A text in a buffer that has sixteen bytes from there on. What follows the text is loaded with it and masked away: no branch depends on the length.</summary>
    public static Vector128<byte> Load(ReadOnlySpan<byte> buffer, int offset, int length) => Vector128.Create(buffer[offset..]) & Vector128.Create(Ones[(Length - length)..]);

    /// <summary>A text, wherever it is.</summary>
    public static Vector128<byte> Copy(ReadOnlySpan<byte> text)
    {
        Span<byte> padded = stackalloc byte[Length];
        padded.Clear();
        text.CopyTo(padded);
        return Vector128.Create<byte>(padded);
    }
}
