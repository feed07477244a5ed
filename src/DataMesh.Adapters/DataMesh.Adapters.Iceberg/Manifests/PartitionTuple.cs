using System.Numerics;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Partition values in Avro, and what is known of them in a manifest list.</summary>
internal static class PartitionTuple
{
    private static readonly PhysicalType Day = PhysicalType.Of(PhysicalTypeKind.Date);

    /// <summary>The bytes of a decimal of a precision in a fixed type.</summary>
    public static int DecimalBytes(int precision)
    {
        BigInteger largest = BigInteger.Pow(10, precision) - 1;
        return largest.GetByteCount(isUnsigned: false);
    }

    public static void Write(AvroEncoder encoder, SpecField field, ScalarValue value)
    {
        if (!encoder.WriteOptional(!value.IsNull))
            return;
        PhysicalType type = StoredType(field);
        switch (type.Kind)
        {
            case PhysicalTypeKind.Boolean: encoder.WriteBoolean(value.AsBoolean()); break;
            case PhysicalTypeKind.Float: encoder.WriteFloat((float)value.AsFloat()); break;
            case PhysicalTypeKind.Double: encoder.WriteDouble(value.AsFloat()); break;
            case PhysicalTypeKind.String: encoder.WriteString(value.AsString()); break;
            case PhysicalTypeKind.Binary: encoder.WriteBytes(value.AsBinary().Span); break;
            case PhysicalTypeKind.Uuid: encoder.WriteRaw(value.AsUuid().ToByteArray(bigEndian: true)); break;
            case PhysicalTypeKind.Decimal: encoder.WriteRaw(FixedDecimal(value, type)); break;
            case PhysicalTypeKind.Date: encoder.WriteLong(DaysOf(value)); break;
            case PhysicalTypeKind.Time: encoder.WriteLong(value.AsTime().Ticks / TimeSpan.TicksPerMicrosecond); break;
            case PhysicalTypeKind.Timestamp: encoder.WriteLong(SingleValue.MicrosOf(value)); break;
            default: encoder.WriteLong(value.AsInteger()); break;
        }
    }

    /// <summary>Reads the partition record of a data file in the order of its spec; fields of other specs are skipped.</summary>
    public static ScalarValue[] Read(ref AvroDecoder decoder, AvroSchema record, PartitionSpec spec)
    {
        ScalarValue[] values = new ScalarValue[spec.Fields.Count];
        foreach (AvroField stored in record.Fields)
        {
            int index = IndexOf(spec, stored);
            if (index < 0)
                decoder.Skip(stored.Schema);
            else
                values[index] = ReadValue(ref decoder, stored.Schema, spec.Fields[index]);
        }
        return values;
    }

    /// <summary>The binary form in partition summaries.</summary>
    public static byte[]? Encode(SpecField field, ScalarValue value) =>
        StoredType(field).Kind == PhysicalTypeKind.Date && value.Kind == ScalarKind.Integer
            ? SingleValue.Encode(value, PhysicalType.Of(PhysicalTypeKind.Int32)) : SingleValue.Encode(value, StoredType(field));

    public static ScalarValue Decode(SpecField field, byte[]? bytes) => bytes is null ? ScalarValue.Null
        : field.ResultType.Kind == PhysicalTypeKind.Int32 ? SingleValue.Decode(bytes, PhysicalType.Of(PhysicalTypeKind.Int64)) : SingleValue.Decode(bytes, field.ResultType);

    private static PhysicalType StoredType(SpecField field) => field.Transform.Kind == PartitionTransformKind.Day ? Day : field.ResultType;

    private static int DaysOf(ScalarValue value) => value.Kind == ScalarKind.Integer ? checked((int)value.AsInteger()) : SingleValue.DaysOf(value);

    private static int IndexOf(PartitionSpec spec, AvroField stored)
    {
        for (int i = 0; i < spec.Fields.Count; i++)
            if (stored.FieldId is int id ? spec.Fields[i].FieldId == id : spec.Fields[i].AvroName == stored.Name)
                return i;
        return -1;
    }

    private static ScalarValue ReadValue(ref AvroDecoder decoder, AvroSchema schema, SpecField field)
    {
        switch (field.ResultType.Kind)
        {
            case PhysicalTypeKind.Boolean: return decoder.ReadNullableBoolean(schema) is bool truth ? truth : ScalarValue.Null;
            case PhysicalTypeKind.Float or PhysicalTypeKind.Double: return decoder.ReadNullableDouble(schema) is double number ? number : ScalarValue.Null;
            case PhysicalTypeKind.String: return decoder.ReadNullableString(schema);
            case PhysicalTypeKind.Binary or PhysicalTypeKind.Decimal or PhysicalTypeKind.Uuid:
                return decoder.ReadNullableBytes(schema) is { } bytes ? Present(field, SingleValue.Decode(bytes, field.ResultType)) : ScalarValue.Null;
        }
        return decoder.ReadNullableLong(schema) is not long whole ? ScalarValue.Null : Present(field, field.ResultType.Kind switch
        {
            PhysicalTypeKind.Date => SingleValue.Date(whole),
            PhysicalTypeKind.Time => SingleValue.Time(whole),
            PhysicalTypeKind.Timestamp => SingleValue.Timestamp(whole),
            _ => whole,
        });
    }

    // Null would say that the partition has no value, and a filter could then lose its rows.
    private static ScalarValue Present(SpecField field, ScalarValue value) => !value.IsNull ? value
        : throw new NotSupportedException($"a value of partition field '{field.Name}' lies outside the range that is supported for {field.ResultType}");

    private static byte[] FixedDecimal(ScalarValue value, PhysicalType type)
    {
        byte[] minimal = SingleValue.Encode(value, type)!;
        byte[] padded = new byte[DecimalBytes(type.Precision)];
        padded.AsSpan(0, padded.Length - minimal.Length).Fill(minimal[0] >= 0x80 ? (byte)0xff : (byte)0);
        minimal.CopyTo(padded, padded.Length - minimal.Length);
        return padded;
    }
}
