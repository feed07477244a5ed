using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Takes the nulls away that required members of structs have only because their struct is null: the native writer refuses them, and nothing of them is stored.</summary>
internal static class RequiredMembers
{
    public static RecordBatch Settle(RecordBatch batch) => new(batch.Schema, batch.Schema.FieldsList.Select((field, i) => Settle(field, batch.Column(i))), batch.Length);

    private static IArrowArray Settle(Field field, IArrowArray array) => array.Data.DataType is NestedType ? ArrowArrayFactory.BuildArray(Settle(field, array.Data, isBelow: false)) : array;

    private static ArrayData Settle(Field field, ArrayData data, bool isBelow)
    {
        ArrayData[]? children = data.Children is null ? null : [.. ChildrenOf(field.DataType).Zip(data.Children, (f, child) => Settle(f, child, data.DataType is StructType))];
        bool hasNoNulls = isBelow && !field.IsNullable && data.NullCount != 0;
        return new ArrayData(data.DataType, data.Length, hasNoNulls ? 0 : data.NullCount, data.Offset, hasNoNulls ? [ArrowBuffer.Empty, .. data.Buffers[1..]] : data.Buffers, children, data.Dictionary);
    }

    private static IEnumerable<Field> ChildrenOf(IArrowType type) => type switch
    {
        StructType structure => structure.Fields,
        ListType list => [list.ValueField],
        MapType map => [new Field("entries", new StructType([map.KeyField, map.ValueField]), false)],
        _ => [],
    };
}
