using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>The indices of a dictionary-encoded array, whose buffers are long enough: each that is not null points to an entry.</summary>
internal static class DictionaryIndices
{
    internal static ArrayFault? FindFault(DictionaryType type, ArrayData data) => data.Dictionary is not { Length: >= 0 and var entries } ? new ArrayFault("its dictionary is missing") : type.IndexType switch
    {
        Int8Type => FindFault<sbyte>(data, entries),
        Int16Type => FindFault<short>(data, entries),
        Int32Type => FindFault<int>(data, entries),
        Int64Type => FindFault<long>(data, entries),
        UInt8Type => FindFault<byte>(data, entries),
        UInt16Type => FindFault<ushort>(data, entries),
        UInt32Type => FindFault<uint>(data, entries),
        UInt64Type => FindFault<ulong>(data, entries),
        _ => new ArrayFault($"its dictionary has indices of type '{type.IndexType.Name}'"),
    };

    private static ArrayFault? FindFault<T>(ArrayData data, int entries)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ReadOnlySpan<T> indices = MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        if (AreAllInside(indices, entries))
            return null;
        ReadOnlySpan<byte> validity = data.Buffers[0].Span;
        for (int row = 0; row < indices.Length; row++)
            if (!IsInside(indices[row], entries) && (validity.IsEmpty || BitUtility.GetBit(validity, data.Offset + row)))
                return new ArrayFault($"the index in row {row} points to none of the {entries} entries of its dictionary");
        return null;
    }

    private static bool AreAllInside<T>(ReadOnlySpan<T> indices, int entries)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T least = T.Zero, greatest = T.Zero;
        Vector<T> low = Vector<T>.Zero, high = Vector<T>.Zero;
        int i = 0;
        for (; i <= indices.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> next = new(indices[i..]);
            low = Vector.Min(low, next);
            high = Vector.Max(high, next);
        }
        for (int lane = 0; lane < Vector<T>.Count; lane++)
            (least, greatest) = (T.Min(least, low[lane]), T.Max(greatest, high[lane]));
        for (; i < indices.Length; i++)
            (least, greatest) = (T.Min(least, indices[i]), T.Max(greatest, indices[i]));
        return indices.IsEmpty || (!T.IsNegative(least) && IsInside(greatest, entries));
    }

    private static bool IsInside<T>(T index, int entries)
        where T : unmanaged, IBinaryInteger<T> =>
        !T.IsNegative(index) && ulong.CreateSaturating(index) < (ulong)entries;
}
