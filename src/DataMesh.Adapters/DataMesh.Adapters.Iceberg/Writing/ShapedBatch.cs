using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A batch seen with the table's column order and field ids, without copying. Owns the batch it was made from.</summary>
internal sealed class ShapedBatch : IDisposable
{
    private readonly RecordBatch _source;
    private readonly List<IArrowArray> _added = [];

    /// <param name="source">The batch.</param>
    /// <param name="schema">The table's schema.</param>
    /// <exception cref="ArgumentException">The columns are not the table's.</exception>
    public ShapedBatch(RecordBatch source, IcebergSchema schema)
    {
        _source = source;
        try
        {
            if (source.Schema.FieldsList.FirstOrDefault(f => schema.Find(f.Name) is null) is { } unknown)
                throw new ArgumentException($"Cannot write the column '{unknown.Name}': the table has no such column. Leave it out, or change the table first.");
            IArrowArray[] columns = new IArrowArray[schema.Fields.Count];
            Field[] fields = new Field[columns.Length];
            for (int i = 0; i < columns.Length; i++)
                (fields[i], columns[i]) = Shape(schema.Fields[i], schema.Arrow.GetFieldByIndex(i));
            View = new RecordBatch(new Schema(fields, null), columns, source.Length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public RecordBatch View { get; }

    public void Dispose()
    {
        _source.Dispose();
        foreach (IArrowArray array in _added)
            array.Dispose();
    }

    private (Field, IArrowArray) Shape(IcebergField wanted, Field field)
    {
        int index = _source.Schema.GetFieldIndex(wanted.Name);
        IArrowArray column = index >= 0 ? _source.Column(index) : AddNulls(field);
        PhysicalType? actual = PhysicalType.TryFromArrow(column.Data.DataType);
        if (actual != wanted.Type)
            throw new ArgumentException($"Cannot write the column '{wanted.Name}': its batch has the type '{actual?.ToString() ?? column.Data.DataType.Name}', the table '{wanted.Type}'. Convert it first.");
        if (wanted.Required && column.NullCount > 0)
            throw new DataMeshException(DataMeshErrorKind.ContractViolation, $"Cannot write the required column '{wanted.Name}': {column.NullCount} of {_source.Length} rows have no value. Supply values, or make the column optional.") { Adapter = IcebergErrors.Adapter, Operation = "write" };
        return (field.WithEncodings(column.Data.DataType), column);
    }

    private IArrowArray AddNulls(Field field)
    {
        IArrowArray nulls = NullArrays.Create(field.DataType, _source.Length, null);
        _added.Add(nulls);
        return nulls;
    }
}
