using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>The values that exist directly below a nested column: a property of the structs, the elements of the lists, the keys or values of the maps. What lies below a null is left out.</summary>
/// <remarks>Shares the column's memory where it can, so it must not outlive the column.</remarks>
public sealed class NestedItems : IDisposable
{
    private readonly Func<int, int> _rowOf;
    private readonly bool _isCopy;

    private NestedItems(ArrayData data, Func<int, int> rowOf, bool isCopy)
    {
        Data = data;
        _rowOf = rowOf;
        _isCopy = isCopy;
    }

    /// <summary>The values, in the order of their rows.</summary>
    public ArrayData Data { get; }

    /// <summary>The row of the column that a value belongs to.</summary>
    public int RowOf(int item) => _rowOf(item);

    /// <summary>Looks below a column.</summary>
    /// <param name="column">A column of structs, lists or maps.</param>
    /// <param name="child">The ordinal of a struct's property; of a map 0 for keys and 1 for values; of a list 0.</param>
    public static NestedItems Of(ArrayData column, int child)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.DataType is StructType ? OfStruct(column, child) : OfLists(column, child);
    }

    /// <summary>Frees what had to be copied.</summary>
    public void Dispose()
    {
        if (_isCopy)
            Data.Dispose();
    }

    private static NestedItems OfStruct(ArrayData column, int child)
    {
        ColumnView owner = new(column);
        ArrayData values = column.Children[child].Slice(column.Offset, column.Length);
        if (!owner.HasNulls)
            return new(values, static item => item, isCopy: false);
        int[] rows = new int[column.Length - column.GetNullCount()];
        for (int row = 0, count = 0; row < column.Length; row++)
            if (!owner.IsNull(row))
                rows[count++] = row;
        return new(ColumnTake.Take(values, rows, null), item => rows[item], isCopy: true);
    }

    private static NestedItems OfLists(ArrayData column, int child)
    {
        ColumnView owner = new(column);
        ArrayData values = column.DataType is MapType ? Entries(column.Children[0], child) : column.Children[0];
        int[] offsets = owner.Offsets.ToArray();
        if (!HasItemsBelowNull(owner, offsets))
            return new(values.Slice(offsets[0], offsets[^1] - offsets[0]), item => LastStart(offsets, offsets[0] + item), isCopy: false);
        List<int> items = [], rows = [];
        for (int row = 0; row < column.Length; row++)
            for (int item = offsets[row]; !owner.IsNull(row) && item < offsets[row + 1]; item++)
            {
                items.Add(item);
                rows.Add(row);
            }
        return new(ColumnTake.Take(values, items.ToArray(), null), item => rows[item], isCopy: true);
    }

    private static ArrayData Entries(ArrayData entries, int child) => entries.Children[child].Slice(entries.Offset, entries.Length);

    private static bool HasItemsBelowNull(ColumnView owner, int[] offsets)
    {
        for (int row = 0; owner.HasNulls && row < owner.Length; row++)
            if (owner.IsNull(row) && offsets[row] != offsets[row + 1])
                return true;
        return false;
    }

    // The last row that starts at or before the item: rows before it with the same start are empty.
    private static int LastStart(int[] offsets, int item)
    {
        int row = System.Array.BinarySearch(offsets, item);
        row = row >= 0 ? row : ~row - 1;
        while (offsets[row + 1] == offsets[row])
            row++;
        return row;
    }
}
