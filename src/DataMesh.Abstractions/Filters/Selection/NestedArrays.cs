using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>What lies below columns of structs, lists and maps. Honours slice offsets.</summary>
public static class NestedArrays
{
    /// <summary>A property of a struct column as its rows see it: as many rows, and null where the struct is null.</summary>
    /// <remarks>Shares the column's memory, so it lives as long as that and is not disposed.</remarks>
    /// <param name="column">The struct column.</param>
    /// <param name="child">The ordinal of the property.</param>
    public static ArrayData GetChild(ArrayData column, int child)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArrayData values = column.Children[child].Slice(column.Offset, column.Length);
        ColumnView owner = new(column);
        if (!owner.HasNulls)
            return values;
        // The bits start at the values' own offset, because all buffers of an array share one.
        byte[] validity = new byte[Bitmap.ByteCount(values.Offset + values.Length)];
        ColumnView own = new(values);
        int nulls = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (owner.IsNull(row) || own.IsNull(row))
                nulls++;
            else
                Bitmap.Set(validity, values.Offset + row);
        }
        return new ArrayData(values.DataType, values.Length, nulls, values.Offset, [new ArrowBuffer(validity), .. values.Buffers.Skip(1)], values.Children, values.Dictionary);
    }

    /// <summary>Finds a required field without value below a column, where what is around it has a value.</summary>
    /// <returns>Its path from below the column, joined by points; null when there is none.</returns>
    public static string? FindMissing(Field field, ArrayData column)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(column);
        foreach ((int i, Field child) in field.GetChildren().Index())
        {
            using NestedItems items = NestedItems.Of(column, i);
            if (!child.IsNullable && items.Data.GetNullCount() > 0)
                return child.Name;
            if (FindMissing(child, items.Data) is { } path)
                return $"{child.Name}.{path}";
        }
        return null;
    }
}
