using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>A record type that is a contract. Implemented by the generator for <see cref="DataSchemaAttribute"/> types, explicitly, so that the record's own members stay clean.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
public interface IDataSchema<TSelf>
    where TSelf : IDataSchema<TSelf>
{
    /// <summary>The shape of the rows.</summary>
    static abstract SchemaObject Schema { get; }

    /// <summary>Creates an encoder of records into record batches.</summary>
    static abstract RecordBatchEncoder<TSelf> CreateEncoder(EncoderOptions options);

    /// <summary>Creates a decoder of record batches of a stored schema, which may hold more columns and other orders than the record.</summary>
    static abstract RecordBatchDecoder<TSelf> CreateDecoder(Schema stored);

    /// <summary>The column that a property is stored in, for lambdas; null when the property is not stored.</summary>
    static abstract string? FindColumn(string propertyName);
}
