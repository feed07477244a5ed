using System.Buffers;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Puts the values of leaves back into the structs, lists and maps around them (Dremel's record assembly, a column at a time).</summary>
/// <param name="leaves">The leaves of the column in stored order, each with the levels of the rows and one value for every place.</param>
/// <param name="rows">The rows.</param>
/// <param name="allocator">Where buffers come from.</param>
internal sealed class NestedAssembly(IReadOnlyList<(LeafShape Shape, LeafLevels Levels, ArrayData Values)> leaves, int rows, MemoryAllocator? allocator)
{
    private int _nextLeaf;

    /// <exception cref="InvalidDataException">The levels contradict one another.</exception>
    internal ArrayData Build(NestedShape column)
    {
        ArrayData data = BuildNested(column, column.ToField().DataType);
        return data.Length == rows ? data : throw Contradiction(column);
    }

    private ArrayData Build(ColumnShape shape, IArrowType type) => shape is NestedShape nested ? BuildNested(nested, type) : leaves[_nextLeaf++].Values;

    private ArrayData BuildNested(NestedShape shape, IArrowType type)
    {
        // What is above a leaf is the same in the levels of all of them.
        LeafLevels levels = leaves[_nextLeaf].Levels;
        return shape.Kind == PhysicalTypeKind.Struct ? BuildStruct(shape, (StructType)type, levels) : BuildList(shape, type, levels);
    }

    private ArrayData BuildStruct(NestedShape shape, StructType type, LeafLevels levels)
    {
        (int places, int valid, ArrowBuffer validity) = ReadPlaces(shape, levels);
        ArrayData[] children = [.. shape.Children.Select((child, i) => Build(child, type.Fields[i].DataType))];
        if (System.Array.Exists(children, child => child.Length != places))
            throw Contradiction(shape);
        return new ArrayData(type, places, places - valid, 0, [validity], children);
    }

    private ArrayData BuildList(NestedShape shape, IArrowType type, LeafLevels levels)
    {
        (int places, int valid, ArrowBuffer validity) = ReadPlaces(shape, levels);
        (ArrowBuffer offsets, int items) = ReadOffsets(shape, levels, places);
        ArrayData[] children = type is MapType map
            ? [BuildEntries(shape, map, items)]
            : [Build(shape.Children[0], ((ListType)type).ValueDataType)];
        if (children[0].Length != items)
            throw Contradiction(shape);
        return new ArrayData(type, places, places - valid, 0, [validity, offsets], children);
    }

    private ArrayData BuildEntries(NestedShape shape, MapType map, int items)
    {
        ArrayData keys = Build(shape.Children[0], map.KeyField.DataType), values = Build(shape.Children[1], map.ValueField.DataType);
        if (keys.Length != items || values.Length != items)
            throw Contradiction(shape);
        if (keys.GetNullCount() > 0)
            throw new InvalidDataException($"the map '{shape.Name}' has a key that is null");
        return new ArrayData(map.KeyValueType, items, 0, 0, [ArrowBuffer.Empty], [keys, values]);
    }

    private (int Places, int Valid, ArrowBuffer Validity) ReadPlaces(NestedShape shape, LeafLevels levels)
    {
        ReadOnlySpan<byte> repetitions = levels.Repetitions(rows), definitions = levels.Definitions(rows);
        byte[] flags = ArrayPool<byte>.Shared.Rent(definitions.Length);
        int places = 0, valid = 0;
        for (int i = 0; i < definitions.Length; i++)
            if (repetitions[i] <= shape.Repetition && definitions[i] >= shape.PlaceDefinition)
                valid += flags[places++] = definitions[i] >= shape.Definition ? (byte)1 : (byte)0;
        ArrowBuffer validity = valid == places ? ArrowBuffer.Empty : ValidityBits.Pack(flags.AsSpan(0, places), allocator);
        ArrayPool<byte>.Shared.Return(flags);
        return (places, valid, validity);
    }

    private (ArrowBuffer Offsets, int Items) ReadOffsets(NestedShape shape, LeafLevels levels, int places)
    {
        ReadOnlySpan<byte> repetitions = levels.Repetitions(rows), definitions = levels.Definitions(rows);
        int inner = shape.Repetition + 1, itemDefinition = shape.Definition + 1;
        BufferSpace space = new((places + 1) * sizeof(int), allocator);
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(space.Bytes);
        int place = 0, items = 0;
        for (int i = 0; i < definitions.Length; i++)
        {
            if (repetitions[i] > inner)
                continue;
            bool isItem = definitions[i] >= itemDefinition;
            if (repetitions[i] == inner && !isItem)
                throw Contradiction(shape);
            if (repetitions[i] < inner && definitions[i] >= shape.PlaceDefinition)
                offsets[place++] = items;
            items += isItem ? 1 : 0;
        }
        offsets[place] = items;
        return (space.Build(), items);
    }

    private static InvalidDataException Contradiction(NestedShape shape) => new($"the levels below '{shape.Name}' contradict one another");
}
