using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>The bytes of texts, whose offsets are checked already: they are UTF-8, text by text. What lies beneath a null may be anything.</summary>
internal static class TextBuffer
{
    internal static ArrayFault? FindFault<T>(ArrayData data)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> offsets = OffsetBuffer.Of<T>(data);
        if (offsets.IsEmpty)
            return null;
        ReadOnlySpan<byte> bytes = data.Buffers[2].Span[..int.CreateChecked(offsets[^1])];
        ReadOnlySpan<byte> used = bytes[int.CreateChecked(offsets[0])..];
        if (Ascii.IsValid(used) || (Utf8.IsValid(used) && StartsCharacters(offsets, bytes)))
            return null;
        for (int row = 0; row < data.Length; row++)
            if (IsValid(data, row) && !Utf8.IsValid(bytes[int.CreateChecked(offsets[row])..int.CreateChecked(offsets[row + 1])]))
                return new ArrayFault($"the text in row {row} is not UTF-8");
        return null;
    }

    private static bool StartsCharacters<T>(ReadOnlySpan<T> offsets, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (T offset in offsets)
            if (int.CreateTruncating(offset) is var at && at < bytes.Length && (bytes[at] & 0xC0) == 0x80)
                return false;
        return true;
    }

    private static bool IsValid(ArrayData data, int row) => data.Buffers[0].IsEmpty || BitUtility.GetBit(data.Buffers[0].Span, data.Offset + row);
}
