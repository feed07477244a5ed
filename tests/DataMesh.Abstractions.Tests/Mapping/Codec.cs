using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

/// <summary>Encodes and decodes by the generated mapping.</summary>
internal static class Codec
{
    public static RecordBatch Encode<T>(params T[] rows)
        where T : IDataSchema<T> => T.CreateEncoder(EncoderOptions.Default).Encode(rows, 0);

    public static T[] Decode<T>(RecordBatch batch)
        where T : IDataSchema<T>
    {
        T[] rows = new T[batch.Length];
        T.CreateDecoder(batch.Schema).Decode(batch, rows);
        return rows;
    }

    public static T[] RoundTrip<T>(params T[] rows)
        where T : IDataSchema<T>
    {
        using RecordBatch batch = Encode(rows);
        return Decode<T>(batch);
    }
}
