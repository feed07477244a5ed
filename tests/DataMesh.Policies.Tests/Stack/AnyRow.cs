using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Tests.Policies;

/// <summary>A consumer's record whose columns are chosen at run time: the typed doors with random schemas.</summary>
internal sealed class AnyRow : IDataSchema<AnyRow>
{
    private static readonly AsyncLocal<SchemaObject?> _current = new();

    public required ScalarValue[] Cells { get; init; }

    /// <summary>The columns of the record, for this flow of control.</summary>
    public static SchemaObject Schema
    {
        get => _current.Value ?? throw new InvalidOperationException("The record's columns are not chosen.");
        set => _current.Value = value;
    }

    public static RecordBatchEncoder<AnyRow> CreateEncoder(EncoderOptions options) => throw new NotSupportedException("Tests publish batches.");

    public static RecordBatchDecoder<AnyRow> CreateDecoder(Schema stored) => new Decoder(Schema, stored);

    public static string? FindColumn(string propertyName) => null;

    private sealed class Decoder(SchemaObject schema, Schema stored) : RecordBatchDecoder<AnyRow>
    {
        private readonly int[] _indices = [.. schema.Properties.Select(p => stored.GetFieldIndex(p.Name, StringComparer.Ordinal))];

        public override void Decode(RecordBatch batch, Span<AnyRow> destination)
        {
            for (int row = 0; row < batch.Length; row++)
                destination[row] = new AnyRow { Cells = [.. schema.Properties.Select((p, i) => _indices[i] < 0 ? ScalarValue.Null : CellColumns.Read(batch.Column(_indices[i]), p.Type, row))] };
        }
    }
}
