using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies chosen rows of record batches. Honours slice offsets; keeps dictionary encoding.</summary>
/// <remarks>
/// Copies hold nothing of rows that were not chosen: bytes beneath a null become zero, and a dictionary keeps only the entries that chosen rows use.
/// </remarks>
public static class BatchSelection
{
    /// <summary>Copies rows into a new batch that shares no memory with the old one.</summary>
    /// <param name="batch">The batch; it stays the caller's.</param>
    /// <param name="rows">The ordinals of the rows, in any order.</param>
    /// <param name="allocator">Where buffers come from; null: Arrow's native memory.</param>
    /// <param name="decode">True to return dictionary-encoded texts as plain texts.</param>
    /// <exception cref="ArgumentOutOfRangeException">An ordinal is not a row of the batch.</exception>
    /// <exception cref="NotSupportedException">A column has no canonical type.</exception>
    public static RecordBatch Take(RecordBatch batch, ReadOnlySpan<int> rows, MemoryAllocator? allocator = null, bool decode = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)batch.Length)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The batch has {batch.Length} rows.");
        }
        IArrowArray[] columns = new IArrowArray[batch.ColumnCount];
        try
        {
            for (int i = 0; i < columns.Length; i++)
                columns[i] = ArrowArrayFactory.BuildArray(ColumnTake.Take(batch.Column(i).Data, rows, allocator, decode));
        }
        catch
        {
            Dispose(columns);
            throw;
        }
        return new RecordBatch(SchemaOf(batch.Schema, columns), columns, rows.Length);
    }

    /// <summary>Copies batches of one schema into one. The batches stay the caller's.</summary>
    /// <remarks>A text column that is dictionary-encoded in some batches only becomes plain text.</remarks>
    /// <param name="batches">The batches, at least one; the schema of the first, with its metadata, is the result's.</param>
    /// <param name="allocator">Where buffers come from; null: Arrow's native memory.</param>
    /// <exception cref="ArgumentException">There is no batch, or columns differ in number or type.</exception>
    /// <exception cref="NotSupportedException">A column has no canonical type.</exception>
    public static RecordBatch Concatenate(IReadOnlyList<RecordBatch> batches, MemoryAllocator? allocator = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        if (batches.Count == 0)
            throw new ArgumentException("Cannot concatenate no batches: there is no schema.", nameof(batches));
        RecordBatch first = batches[0];
        if (batches.FirstOrDefault(b => b.ColumnCount != first.ColumnCount) is { } odd)
            throw new ArgumentException($"Cannot concatenate batches of {first.ColumnCount} and {odd.ColumnCount} columns.", nameof(batches));
        IArrowArray[] columns = new IArrowArray[first.ColumnCount];
        try
        {
            for (int i = 0; i < columns.Length; i++)
                columns[i] = ArrowArrayFactory.BuildArray(ColumnConcatenation.Concatenate(first.Schema.GetFieldByIndex(i).Name, [.. batches.Select(b => b.Column(i).Data)], allocator));
        }
        catch
        {
            Dispose(columns);
            throw;
        }
        return new RecordBatch(SchemaOf(first.Schema, columns), columns, checked(batches.Sum(b => b.Length)));
    }

    /// <summary>Returns the ordinals of the rows whose truth value is <see cref="TruthValue.True"/>.</summary>
    /// <param name="truth">One truth value per row.</param>
    /// <param name="rows">Receives the ordinals; at least as long as <paramref name="truth"/>.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is too short.</exception>
    public static int Select(ReadOnlySpan<TruthValue> truth, Span<int> rows)
    {
        if (rows.Length < truth.Length)
            throw new ArgumentException($"The destination holds {rows.Length} ordinals and may need {truth.Length}.", nameof(rows));
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(truth);
        int count = 0, i = 0;
        while (i < bytes.Length)
        {
            if (i + 8 <= bytes.Length && BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]) == 0)
            {
                i += 8;
                continue;
            }
            for (int end = Math.Min(i + 8, bytes.Length); i < end; i++)
            {
                rows[count] = i;
                count += bytes[i] & 1;
            }
        }
        return count;
    }

    private static Schema SchemaOf(Schema schema, IArrowArray[] columns)
    {
        Field[] fields = [.. schema.FieldsList.Select((f, i) => Decoded(f, columns[i].Data.DataType))];
        return fields.Index().All(f => ReferenceEquals(f.Item, schema.FieldsList[f.Index])) ? schema : new Schema(fields, schema.Metadata);
    }

    private static Field Decoded(Field field, IArrowType actual)
    {
        if (field.DataType is DictionaryType)
            return actual is DictionaryType ? field : field.WithType(actual);
        IReadOnlyList<Field> others = NestedTypes.FieldsOf(actual);
        Field[] children = [.. field.GetChildren().Select((child, i) => Decoded(child, others[i].DataType))];
        IArrowType type = children.Length == 0 ? field.DataType : NestedTypes.WithFields(field.DataType, children);
        return ReferenceEquals(type, field.DataType) ? field : field.WithType(type);
    }

    private static void Dispose(IArrowArray?[] columns)
    {
        foreach (IArrowArray? column in columns)
            column?.Dispose();
    }
}
