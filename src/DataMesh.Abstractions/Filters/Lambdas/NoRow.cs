using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>The row of conditions that are about the reader only: it has no columns and is never made.</summary>
internal sealed class NoRow : IDataSchema<NoRow>
{
    private NoRow() { }

    static SchemaObject IDataSchema<NoRow>.Schema { get; } = new() { Name = "reader", Properties = [] };

    static RecordBatchEncoder<NoRow> IDataSchema<NoRow>.CreateEncoder(EncoderOptions options) => throw new NotSupportedException("There are no rows to write.");

    static RecordBatchDecoder<NoRow> IDataSchema<NoRow>.CreateDecoder(Schema stored) => throw new NotSupportedException("There are no rows to read.");

    static string? IDataSchema<NoRow>.FindColumn(string propertyName) => null;
}
