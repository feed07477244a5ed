using Apache.Arrow;

namespace DataMesh;

/// <summary>Chooses columns of record batches without copying them.</summary>
internal static class BatchColumns
{
    /// <summary>True when two schemas have the same columns in the same order.</summary>
    public static bool AreSame(Schema one, Schema other)
    {
        if (ReferenceEquals(one, other))
            return true;
        if (one.FieldsList.Count != other.FieldsList.Count)
            return false;
        for (int i = 0; i < one.FieldsList.Count; i++)
            if (!string.Equals(one.FieldsList[i].Name, other.FieldsList[i].Name, StringComparison.Ordinal) || one.FieldsList[i].DataType.TypeId != other.FieldsList[i].DataType.TypeId
                || (one.FieldsList[i].DataType is Apache.Arrow.Types.NestedType && PhysicalType.TryFromArrow(one.FieldsList[i].DataType) != PhysicalType.TryFromArrow(other.FieldsList[i].DataType)))
                return false;
        return true;
    }

    /// <summary>Keeps the first columns. Takes ownership and disposes the others, unless the result only shares the batch's arrays for as long as the batch lives.</summary>
    public static RecordBatch TakeFirst(RecordBatch batch, int count, bool share = false)
    {
        if (batch.ColumnCount == count)
            return batch;
        Schema.Builder schema = new();
        IArrowArray[] arrays = new IArrowArray[count];
        for (int i = 0; i < batch.ColumnCount; i++)
        {
            if (i < count)
            {
                schema.Field(batch.Schema.GetFieldByIndex(i));
                arrays[i] = batch.Column(i);
            }
            else if (!share)
            {
                batch.Column(i).Dispose();
            }
        }
        return new RecordBatch(schema.Build(), arrays, batch.Length);
    }

    /// <summary>Puts columns into the order of a schema, by name. Takes ownership of the batch, whose columns are exactly those of the schema.</summary>
    public static RecordBatch Reorder(RecordBatch batch, Schema schema)
    {
        bool inOrder = true;
        IArrowArray[] arrays = new IArrowArray[batch.ColumnCount];
        Schema.Builder builder = new();
        for (int i = 0; i < arrays.Length; i++)
        {
            int source = batch.Schema.GetFieldIndex(schema.GetFieldByIndex(i).Name);
            inOrder &= source == i;
            arrays[i] = batch.Column(source);
            builder.Field(batch.Schema.GetFieldByIndex(source));
        }
        return inOrder ? batch : new RecordBatch(builder.Build(), arrays, batch.Length);
    }
}
