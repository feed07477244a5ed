using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>Columns of the canonical types from and to scalar values, written independently of the code under test.</summary>
internal static class TestColumns
{
    public static IArrowArray Build(PhysicalType type, IReadOnlyList<ScalarValue> values)
    {
        int nulls = values.Count(value => value.IsNull);
        ArrowBuffer.BitmapBuilder validity = new();
        foreach (ScalarValue value in values)
            validity.Append(!value.IsNull);
        ArrowBuffer valid = nulls == 0 ? ArrowBuffer.Empty : validity.Build();
        ArrowBuffer[] buffers = type.Kind switch
        {
            PhysicalTypeKind.Boolean => [valid, Bits(values)],
            PhysicalTypeKind.String or PhysicalTypeKind.Binary => [valid, .. Variable(values)],
            _ => [valid, Fixed(type, values)],
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), values.Count, nulls, 0, buffers));
    }

    public static DictionaryArray BuildDictionary(IReadOnlyList<ScalarValue> values)
    {
        List<ScalarValue> entries = [.. values.Where(value => !value.IsNull).Distinct(), "zzz unused", ScalarValue.Null];
        ScalarValue[] indices = [.. values.Select((value, i) => value.IsNull && i % 2 == 0 ? ScalarValue.Null : ScalarValue.From((long)entries.IndexOf(value)))];
        return new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false),
            Build(PhysicalType.Of(PhysicalTypeKind.Int32), indices), Build(PhysicalType.Of(PhysicalTypeKind.String), entries));
    }

    public static ScalarValue Read(IArrowArray array, PhysicalType type, int row)
    {
        if (array is DictionaryArray dictionary)
            return dictionary.Indices.IsNull(row) ? ScalarValue.Null : Read(dictionary.Dictionary, type, ((Int32Array)dictionary.Indices).GetValue(row)!.Value);
        if (array.IsNull(row))
            return ScalarValue.Null;
        return array switch
        {
            BooleanArray a => a.GetValue(row)!.Value,
            Int32Array a => a.GetValue(row)!.Value,
            Int64Array a => a.GetValue(row)!.Value,
            FloatArray a => a.GetValue(row)!.Value,
            DoubleArray a => a.GetValue(row)!.Value,
            Decimal128Array a => a.GetValue(row)!.Value,
            StringArray a => a.GetString(row),
            FixedSizeBinaryArray a => ScalarValue.From(new Guid(a.GetBytes(row), bigEndian: true)),
            BinaryArray a => ScalarValue.From(a.GetBytes(row).ToArray()),
            Date32Array a => ScalarValue.From(DateOnly.FromDateTime(a.GetDateTime(row)!.Value)),
            Time64Array a => ScalarValue.From(new TimeOnly(a.GetValue(row)!.Value * 10)),
            TimestampArray a => ScalarValue.From(DateTime.SpecifyKind(new DateTime(a.GetValue(row)!.Value * 10 + 621355968000000000L), DateTimeKind.Utc)),
            _ => throw new NotSupportedException(array.GetType().Name),
        };
    }

    public static List<ScalarValue> ReadAll(IArrowArray array, PhysicalType type) => [.. Enumerable.Range(0, array.Length).Select(row => Read(array, type, row))];

    /// <summary>Statistics as defined, value by value.</summary>
    public static ColumnStatistics Describe(int fieldId, PhysicalType type, IEnumerable<ScalarValue> values)
    {
        List<ScalarValue> all = [.. values], present = [.. all.Where(value => !value.IsNull && !value.IsNaN).Order()];
        return new()
        {
            FieldId = fieldId,
            ValueCount = all.Count,
            NullCount = all.Count(value => value.IsNull),
            NanCount = type.ScalarKind == ScalarKind.Float ? all.Count(value => value.IsNaN) : null,
            Minimum = present.Count == 0 ? ScalarValue.Null : present[0],
            Maximum = present.Count == 0 ? ScalarValue.Null : present[^1],
        };
    }

    private static ArrowBuffer Bits(IReadOnlyList<ScalarValue> values)
    {
        ArrowBuffer.BitmapBuilder bits = new();
        foreach (ScalarValue value in values)
            bits.Append(!value.IsNull && value.AsBoolean());
        return bits.Build();
    }

    private static ArrowBuffer[] Variable(IReadOnlyList<ScalarValue> values)
    {
        ArrowBuffer.Builder<int> offsets = new();
        ArrowBuffer.Builder<byte> bytes = new();
        offsets.Append(0);
        foreach (ScalarValue value in values)
        {
            if (value.Kind == ScalarKind.String)
                bytes.Append(System.Text.Encoding.UTF8.GetBytes(value.AsString()));
            else if (value.Kind == ScalarKind.Binary)
                bytes.Append(value.AsBinary().Span);
            offsets.Append(bytes.Length);
        }
        return [offsets.Build(), bytes.Build()];
    }

    private static ArrowBuffer Fixed(PhysicalType type, IReadOnlyList<ScalarValue> values)
    {
        ArrowBuffer.Builder<byte> bytes = new();
        int width = ((FixedWidthType)type.ToArrow()).BitWidth / 8;
        foreach (ScalarValue value in values)
            bytes.Append(value.IsNull ? new byte[width] : Bytes(type, value));
        return bytes.Build();
    }

    private static byte[] Bytes(PhysicalType type, ScalarValue value) => type.Kind switch
    {
        PhysicalTypeKind.Int32 => BitConverter.GetBytes((int)value.AsInteger()),
        PhysicalTypeKind.Int64 => BitConverter.GetBytes(value.AsInteger()),
        PhysicalTypeKind.Float => BitConverter.GetBytes((float)value.AsFloat()),
        PhysicalTypeKind.Double => BitConverter.GetBytes(value.AsFloat()),
        PhysicalTypeKind.Date => BitConverter.GetBytes(value.AsDate().DayNumber - 719162),
        PhysicalTypeKind.Time => BitConverter.GetBytes(value.AsTime().Ticks / 10),
        PhysicalTypeKind.Timestamp => BitConverter.GetBytes((value.AsTimestamp().Ticks - 621355968000000000L) / 10),
        PhysicalTypeKind.Uuid => value.AsUuid().ToByteArray(bigEndian: true),
        _ => Unscaled(value.AsDecimal(), type.Scale),
    };

    private static byte[] Unscaled(decimal value, int scale)
    {
        Int128 unscaled = (Int128)value;
        decimal rest = value - (decimal)unscaled;
        for (int i = 0; i < scale; i++)
        {
            rest *= 10;
            decimal digit = decimal.Truncate(rest);
            unscaled = unscaled * 10 + (Int128)digit;
            rest -= digit;
        }
        byte[] bytes = new byte[16];
        MemoryMarshal.Write(bytes, unscaled);
        return bytes;
    }
}
