using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>The row of conditions that stay unknown where a column has no value: of the same columns as another, never made.</summary>
internal sealed class UnknownRow<T> : IDataSchema<UnknownRow<T>>, IKeepsUnknown
    where T : IDataSchema<T>
{
    private UnknownRow() { }

    static SchemaObject IDataSchema<UnknownRow<T>>.Schema => T.Schema;

    static RecordBatchEncoder<UnknownRow<T>> IDataSchema<UnknownRow<T>>.CreateEncoder(EncoderOptions options) => throw new NotSupportedException("There are no rows to write.");

    static RecordBatchDecoder<UnknownRow<T>> IDataSchema<UnknownRow<T>>.CreateDecoder(Schema stored) => throw new NotSupportedException("There are no rows to read.");

    static string? IDataSchema<UnknownRow<T>>.FindColumn(string propertyName) => T.FindColumn(propertyName);
}
