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

    private protected ColumnReader(SchemaProperty property, Schema stored)
    {
        Name = property.Name;
        _index = stored.GetFieldIndex(property.Name, StringComparer.Ordinal);
        _stored = _index < 0 ? null : PhysicalType.TryFromArrow(stored.GetFieldByIndex(_index).DataType);
        Scale = _stored?.Scale ?? 0;
    }

    internal string Name { get; }

    internal int Scale { get; }

    /// <summary>The column's data in a batch; null when the stored schema has no such column.</summary>
    private protected ArrayData? Find(RecordBatch batch)
    {
        if (_stored is null)
            return null;
        if (_index >= batch.ColumnCount || batch.Schema.GetFieldByIndex(_index).Name != Name || PhysicalType.TryFromArrow(batch.Column(_index).Data.DataType) != _stored)
            throw new ArgumentException($"The batch has no column '{Name}' of type {_stored} where the decoder expects it. Create a decoder for the batch's schema.", nameof(batch));
        return batch.Column(_index).Data;
    }

    /// <summary>The validity bits, empty when every row has a value.</summary>
    private protected static ReadOnlySpan<byte> Validity(ArrayData data) => data.GetNullCount() == 0 ? [] : data.Buffers[0].Span;

    internal DataMeshException NoValue(int row) => Fail(row, "has no value, but the record's member may not be null. Make the member nullable, or filter such rows");

    internal DataMeshException DoesNotFit(int row, string type) => Fail(row, $"has a value that {type} cannot hold. Use a wider type for the member");

    internal DataMeshException UnknownMember(int row, string type) => Fail(row, $"has a name that enum '{type}' does not declare. Add the member, or use string for it");

    private DataMeshException Fail(int row, string problem) => new(DataMeshErrorKind.ContractMismatch,
        string.Create(CultureInfo.InvariantCulture, $"Cannot read column '{Name}' into the record: row {row} of the batch {problem}."));
}
