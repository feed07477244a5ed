using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Whether the children of an array, themselves in order, have as many values as the array needs. Offsets of lists are checked with the offsets.</summary>
internal static class ChildLengths
{
    internal static ArrayFault? FindFault(NestedType type, ArrayData data) => type switch
    {
        StructType => FindFault(type, data, (long)data.Offset + data.Length),
        FixedSizeListType list => FindFault(type, data, ((long)data.Offset + data.Length) * list.ListSize),
        MapType => FindKeyFault(data.Children[0]),
        _ => null,
    };

    private static ArrayFault? FindFault(NestedType type, ArrayData data, long expected)
    {
        for (int i = 0; i < data.Children.Length; i++)
            if (data.Children[i].Length < expected)
                return new ArrayFault($"it has {data.Children[i].Length} values, its parent's length and offset need {expected}").In(type.Fields[i].Name);
        return null;
    }

    private static ArrayFault? FindKeyFault(ArrayData entries)
    {
        if (entries is not { DataType: StructType, Children: [var keys, _] })
            return new ArrayFault("its entries are not pairs of a key and a value");
        return HasNull(entries) ? new ArrayFault("an entry is null") : HasNull(keys) ? new ArrayFault("a key is null") : null;
    }

    private static bool HasNull(ArrayData data) => data.Length > 0 && (data.DataType is NullType
        || (!data.Buffers[0].IsEmpty && BitUtility.CountBits(data.Buffers[0].Span, data.Offset, data.Length) < data.Length));
}
