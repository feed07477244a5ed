using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Checks that a batch has what a file's schema asks for, and turns its dictionaries into plain texts.</summary>
internal static class BatchConformance
{
    /// <exception cref="ArgumentException">It has not.</exception>
    internal static RecordBatch Conform(RecordBatch batch, Schema schema, ObjectPath file)
    {
        IReadOnlyList<Field> fields = schema.FieldsList;
        if (batch.ColumnCount != fields.Count)
            throw new ArgumentException($"The batch has {batch.ColumnCount} columns, the file '{file}' {fields.Count}.", nameof(batch));
        IArrowArray[] columns = new IArrowArray[fields.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = PlainTexts.Decode(batch.Column(i), fields[i].DataType);
            if (PhysicalType.TryFromArrow(columns[i].Data.DataType) != PhysicalType.TryFromArrow(fields[i].DataType))
                throw new ArgumentException($"The column '{fields[i].Name}' of the batch has the type '{columns[i].Data.DataType.Name}', in the file '{file}' it has '{fields[i].DataType.Name}'.", nameof(batch));
            if (!fields[i].IsNullable && columns[i].NullCount > 0)
                throw new ArgumentException($"The required column '{fields[i].Name}' of the batch holds {columns[i].NullCount.ToString(CultureInfo.InvariantCulture)} nulls.", nameof(batch));
            if (NestedArrays.FindMissing(fields[i], columns[i].Data) is { } path)
                throw new ArgumentException($"The required column '{fields[i].Name}.{path}' of the batch holds nulls.", nameof(batch));
        }
        return new RecordBatch(schema, columns, batch.Length);
    }
}
