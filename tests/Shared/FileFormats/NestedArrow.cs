using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Random nested types and columns of them, with nulls, garbage beneath nulls and slices at every level; and values as JSON as DuckDB's to_json writes them.</summary>
internal static class NestedArrow
{
    private static readonly string[] Texts = ["", "a", "😀", "plain text", "é"];

    /// <summary>A type that nests at most so deep.</summary>
    public static PhysicalType Type(Random r, int depth) => (depth == 0 ? 0 : r.Next(4)) switch
    {
        1 => PhysicalType.Struct([.. Enumerable.Range(0, r.Next(1, 4)).Select(i => Property(r, "p" + i, depth - 1))]),
        2 => PhysicalType.List(Property(r, "element", depth - 1)),
        3 => PhysicalType.Map(new SchemaProperty { Name = "key", Type = r.Next(2) == 0 ? PhysicalType.Of(Kind.String) : PhysicalType.Of(Kind.Int64) }, Property(r, "value", depth - 1)),
        _ => Leaf(r),
    };

    public static SchemaObject Contract(Random r, int columns, int depth) =>
        new() { Name = "random", Properties = [.. Enumerable.Range(0, columns).Select(i => Property(r, "c" + i, depth))] };

    /// <summary>A batch; its columns are slices of longer ones.</summary>
    public static RecordBatch Batch(SchemaObject contract, int rows, Random r)
    {
        Schema schema = contract.ToArrowSchema();
        return new RecordBatch(schema, schema.FieldsList.Select(f => ArrowArrayFactory.BuildArray(Sliced(f, rows, r))), rows);
    }

    /// <summary>The rows of a batch, each as one JSON object.</summary>
    public static IEnumerable<string> Rows(RecordBatch batch) => Enumerable.Range(0, batch.Length).Select(row => new JsonObject(
        batch.Schema.FieldsList.Select((f, i) => KeyValuePair.Create(f.Name, Json(batch.Column(i).Data, row)))).ToJsonString());

    /// <summary>The rows that a read gives, each as one JSON object.</summary>
    public static async Task<string[]> RowsAsync(DataFileReader reader, FileReadRequest request, CancellationToken cancellationToken)
    {
        List<string> rows = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, cancellationToken))
            using (batch)
                rows.AddRange(Rows(batch));
        return [.. rows];
    }

    private static SchemaProperty Property(Random r, string name, int depth) => new() { Name = name, Type = Type(r, depth), Required = r.Next(2) == 0 };

    private static PhysicalType Leaf(Random r) => r.Next(12) switch
    {
        0 => PhysicalType.Of(Kind.Boolean),
        1 => PhysicalType.Of(Kind.Int32),
        2 => PhysicalType.Of(Kind.Int64),
        3 => PhysicalType.Of(Kind.Float),
        4 => PhysicalType.Of(Kind.Double),
        5 => PhysicalType.Decimal(r.Next(2) == 0 ? 9 : 38, 2),
        6 => PhysicalType.Of(Kind.Binary),
        7 => PhysicalType.Of(Kind.Uuid),
        8 => PhysicalType.Of(Kind.Date),
        9 => PhysicalType.Of(Kind.Time),
        10 => PhysicalType.Of(Kind.Timestamp),
        _ => PhysicalType.Of(Kind.String),
    };

    private static ArrayData Sliced(Field field, int length, Random r)
    {
        int before = r.Next(3) * r.Next(20), behind = r.Next(4);
        return Create(field.DataType, field.IsNullable, before + length + behind, r).Slice(before, length);
    }

    private static ArrayData Create(IArrowType type, bool nullable, int length, Random r)
    {
        (ArrowBuffer validity, int nulls) = nullable && r.Next(4) > 0 ? Validity(length, r) : (ArrowBuffer.Empty, 0);
        switch (type)
        {
            case StructType s:
                return new ArrayData(type, length, nulls, 0, [validity], s.Fields.Select(f => Sliced(f, length, r)));
            case ListType l:
                (ArrowBuffer offsets, int items) = Offsets(length, r);
                return new ArrayData(type, length, nulls, 0, [validity, offsets], [Sliced(l.ValueField, items, r)]);
            case MapType m:
                (ArrowBuffer starts, int entries) = Offsets(length, r);
                return new ArrayData(type, length, nulls, 0, [validity, starts], [new ArrayData(m.KeyValueType, entries, 0, 0, [ArrowBuffer.Empty], [Keys(m.KeyField.DataType, entries), Sliced(m.ValueField, entries, r)])]);
            case BooleanType:
                byte[] bits = new byte[length / 8 + 1];
                r.NextBytes(bits);
                return new ArrayData(type, length, nulls, 0, [validity, new ArrowBuffer(bits)]);
            case StringType or BinaryType:
                return Variable(type, length, nulls, validity, _ => type is StringType ? Encoding.UTF8.GetBytes(Texts[r.Next(Texts.Length)]) : [.. Enumerable.Range(0, r.Next(4)).Select(_ => (byte)r.Next(128, 256))]);
            default:
                int width = ((FixedWidthType)type).BitWidth / 8;
                byte[] values = new byte[length * width];
                for (int i = 0; i < length; i++)
                    Fixed(type, r).CopyTo(values, i * width);
                return new ArrayData(type, length, nulls, 0, [validity, new ArrowBuffer(values)]);
        }
    }

    private static ArrayData Keys(IArrowType type, int count) => type is StringType
        ? Variable(type, count, 0, ArrowBuffer.Empty, i => Encoding.UTF8.GetBytes("k" + i))
        : new ArrayData(type, count, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((long)i)).ToArray())]);

    private static ArrayData Variable(IArrowType type, int length, int nulls, ArrowBuffer validity, Func<int, byte[]> value)
    {
        List<byte> bytes = [];
        byte[] offsets = new byte[4 * (length + 1)];
        for (int i = 0; i < length; i++)
        {
            bytes.AddRange(value(i));
            BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(4 * (i + 1)), bytes.Count);
        }
        return new ArrayData(type, length, nulls, 0, [validity, new ArrowBuffer(offsets), new ArrowBuffer(bytes.ToArray())]);
    }

    private static byte[] Fixed(IArrowType type, Random r) => type switch
    {
        Int32Type => BitConverter.GetBytes(r.Next(int.MinValue, int.MaxValue)),
        Int64Type => BitConverter.GetBytes(r.NextInt64(-1L << 52, 1L << 52)),
        FloatType => BitConverter.GetBytes(r.Next(-400, 400) / 4f),
        DoubleType => BitConverter.GetBytes(r.Next(-400, 400) / 4.0),
        Date32Type => BitConverter.GetBytes(r.Next(20_000)),
        Time64Type => BitConverter.GetBytes(r.Next(86_400) * 1_000_000L),
        TimestampType => BitConverter.GetBytes(r.Next() * 1_000_000L),
        Decimal128Type => [.. BitConverter.GetBytes((long)r.Next(1, 1_000_000)), .. new byte[8]],
        _ => new Guid(r.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)r.Next(256)).ToByteArray(bigEndian: true),
    };

    private static (ArrowBuffer, int) Validity(int length, Random r)
    {
        byte[] bits = new byte[length / 8 + 1];
        r.NextBytes(bits);
        return (new ArrowBuffer(bits), Enumerable.Range(0, length).Count(i => (bits[i / 8] >> (i % 8) & 1) == 0));
    }

    // Rows do not start at the first item, and null rows may have items.
    private static (ArrowBuffer, int) Offsets(int length, Random r)
    {
        byte[] offsets = new byte[4 * (length + 1)];
        int at = r.Next(3);
        BinaryPrimitives.WriteInt32LittleEndian(offsets, at);
        for (int i = 1; i <= length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(4 * i), at += r.Next(2) * r.Next(4));
        return (new ArrowBuffer(offsets), at + r.Next(3));
    }

    private static JsonNode? Json(ArrayData data, int row)
    {
        IArrowArray array = ArrowArrayFactory.BuildArray(data);
        if (array is ExtensionArray extension)
            return Json(extension.Storage.Data, row);
        if (array.IsNull(row))
            return null;
        switch (data.DataType)
        {
            case StructType s:
                return new JsonObject(s.Fields.Select((f, i) => KeyValuePair.Create(f.Name, Json(data.Children[i], data.Offset + row))));
            case ListType:
                return new JsonArray([.. Items(data, row).Select(i => Json(data.Children[0], i))]);
            case MapType:
                ArrayData entries = data.Children[0];
                return new JsonObject(Items(data, row).Select(i => KeyValuePair.Create(Json(entries.Children[0], entries.Offset + i)!.ToString(), Json(entries.Children[1], entries.Offset + i))));
        }
        return array switch
        {
            BooleanArray a => a.GetValue(row)!.Value,
            Int32Array a => a.GetValue(row)!.Value,
            Int64Array a => a.GetValue(row)!.Value,
            FloatArray a => a.GetValue(row)!.Value,
            DoubleArray a => a.GetValue(row)!.Value,
            Decimal128Array a => a.GetValue(row)!.Value,
            StringArray a => a.GetString(row),
            DictionaryArray a => ((StringArray)a.Dictionary).GetString(((Int32Array)a.Indices).GetValue(row)!.Value),
            Apache.Arrow.Arrays.FixedSizeBinaryArray a => new Guid(a.GetBytes(row), bigEndian: true).ToString(),
            BinaryArray a => string.Concat(a.GetBytes(row).ToArray().Select(b => $"\\x{b:X2}")),
            Date32Array a => DateOnly.FromDayNumber(a.GetValue(row)!.Value + 719_162).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Time64Array a => new TimeOnly(a.GetValue(row)!.Value * 10).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            TimestampArray a => DateTime.UnixEpoch.AddTicks(a.GetValue(row)!.Value * 10).ToString("yyyy-MM-dd HH:mm:ss+00", CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException(data.DataType.Name),
        };
    }

    private static IEnumerable<int> Items(ArrayData data, int row)
    {
        int start = BitConverter.ToInt32(data.Buffers[1].Span[(4 * (data.Offset + row))..]), end = BitConverter.ToInt32(data.Buffers[1].Span[(4 * (data.Offset + row + 1))..]);
        return Enumerable.Range(start, end - start);
    }
}
