using System.ComponentModel;
using System.Globalization;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Reads one column of every batch of a decoder. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnReader
{
    private readonly int _index;
    private readonly PhysicalType? _stored;
    private readonly NestedColumnReader? _owner;

    private protected ColumnReader(SchemaProperty property, Schema stored) : this(property.Name, property, stored.FieldsList, null) { }

    private protected ColumnReader(SchemaProperty property, NestedColumnReader owner, int child)
        : this($"{owner.Name}.{property.Name}", property, owner.StoredFields, owner)
    {
        // Elements, keys and values are found by their place: other writers name them otherwise.
        if (owner.IsByPlace)
            (_index, _stored) = owner.StoredFields.Count > child ? (child, PhysicalType.TryFromArrow(owner.StoredFields[child].DataType)) : (-1, null);
        StoredFields = _index < 0 ? [] : owner.StoredFields[_index].GetChildren();
        Scale = _stored?.Scale ?? 0;
    }

    private ColumnReader(string path, SchemaProperty property, IReadOnlyList<Field> fields, NestedColumnReader? owner)
    {
        Name = path;
        _owner = owner;
        _index = -1;
        for (int i = fields.Count - 1; i >= 0; i--)
            if (string.Equals(fields[i].Name, property.Name, StringComparison.Ordinal))
                _index = i;
        _stored = _index < 0 ? null : PhysicalType.TryFromArrow(fields[_index].DataType);
        StoredFields = _index < 0 ? [] : fields[_index].GetChildren();
        Scale = _stored?.Scale ?? 0;
    }

    internal string Name { get; }

    internal int Scale { get; }

    /// <summary>The stored fields below a nested column.</summary>
    private protected IReadOnlyList<Field> StoredFields { get; }

    /// <summary>The exception for a row without a value where the record's member may not be null.</summary>
    public Exception NoValue(int row) => Fail(row, "has no value, but the record's member may not be null. Make the member nullable, or filter such rows");

    /// <summary>The column's data in a batch; null when the stored schema has no such column.</summary>
    private protected ArrayData? Find(RecordBatch batch)
    {
        if (_stored is null)
            return null;
        if (_index >= batch.ColumnCount || batch.Schema.GetFieldByIndex(_index).Name != Name || PhysicalType.TryFromArrow(batch.Column(_index).Data.DataType) != _stored)
            throw new ArgumentException($"The batch has no column '{Name}' of type {_stored} where the decoder expects it. Create a decoder for the batch's schema.", nameof(batch));
        return batch.Column(_index).Data;
    }

    /// <summary>The column's data below a nested column; null when the stored type has no such property.</summary>
    private protected ArrayData? Find(in NestedColumn owner) => _stored is null ? null : owner.Child(_index);

    /// <summary>The validity bits, empty when every row has a value.</summary>
    private protected static ReadOnlySpan<byte> Validity(ArrayData data) => data.GetNullCount() == 0 ? [] : data.Buffers[0].Span;

    internal DataMeshException DoesNotFit(int row, string type) => Fail(row, $"has a value that {type} cannot hold. Use a wider type for the member");

    internal DataMeshException UnknownMember(int row, string type) => Fail(row, $"has a name that enum '{type}' does not declare. Add the member, or use string for it");

    internal DataMeshException Fail(int row, string problem) => new(DataMeshErrorKind.ContractMismatch,
        string.Create(CultureInfo.InvariantCulture, $"Cannot read column '{Name}' into the record: row {RowOf(row)} of the batch {problem}."));

    private int RowOf(int item) => _owner is null ? item : _owner.RowOf(_owner.RowOfItem(item));
}
