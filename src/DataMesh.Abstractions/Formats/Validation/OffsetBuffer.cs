using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>The offsets of texts, bytes and lists: they ascend and stay inside what they point into.</summary>
internal static class OffsetBuffer
{
    /// <param name="data">The array.</param>
    /// <param name="limit">The length of the buffer or child that the offsets point into.</param>
    internal static ArrayFault? FindFault<T>(ArrayData data, long limit)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArrowBuffer buffer = data.Buffers[1];
        if (data.Length == 0 && buffer.IsEmpty)
            return null;
        long expected = ((long)data.Offset + data.Length + 1) * Marshal.SizeOf<T>();
        if (buffer.Length < expected)
            return ArrayLayout.TooShort("offsets", buffer, expected);
        ReadOnlySpan<T> offsets = Of<T>(data);
        if (T.IsNegative(offsets[0]) || !Ascends(offsets))
            return new ArrayFault("its offsets do not ascend");
        return long.CreateChecked(offsets[^1]) <= limit ? null : new ArrayFault($"its offsets point behind the {limit} bytes or values that it has");
    }

    /// <summary>The offsets of the array's values, one more than values; empty when it has no values and no offsets.</summary>
    internal static ReadOnlySpan<T> Of<T>(ArrayData data)
        where T : unmanaged =>
        data.Buffers[1].IsEmpty ? [] : MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);

    private static bool Ascends<T>(ReadOnlySpan<T> offsets)
        where T : unmanaged, IBinaryInteger<T>
    {
        int i = 0;
        for (; i + Vector<T>.Count < offsets.Length; i += Vector<T>.Count)
            if (Vector.GreaterThanAny(new Vector<T>(offsets[i..]), new Vector<T>(offsets[(i + 1)..])))
                return false;
        for (; i + 1 < offsets.Length; i++)
            if (offsets[i] > offsets[i + 1])
                return false;
        return true;
    }
}
