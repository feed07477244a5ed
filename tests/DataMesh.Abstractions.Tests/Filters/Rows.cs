using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Tests.Filters;

/// <summary>A schema with every canonical type, and rows of it as plain values.</summary>
internal static class Rows
{
    public static readonly IReadOnlyList<(string Name, PhysicalType Type)> Columns =
    [
        ("flag", PhysicalType.Of(PhysicalTypeKind.Boolean)),
        ("flag2", PhysicalType.Of(PhysicalTypeKind.Boolean)),
        ("small", PhysicalType.Of(PhysicalTypeKind.Int32)),
        ("big", PhysicalType.Of(PhysicalTypeKind.Int64)),
        ("big2", PhysicalType.Of(PhysicalTypeKind.Int64)),
        ("single", PhysicalType.Of(PhysicalTypeKind.Float)),
        ("ratio", PhysicalType.Of(PhysicalTypeKind.Double)),
        ("ratio2", PhysicalType.Of(PhysicalTypeKind.Double)),
        ("price", PhysicalType.Decimal(18, 2)),
        ("cost", PhysicalType.Decimal(20, 4)),
        ("name", PhysicalType.Of(PhysicalTypeKind.String)),
        ("the \"code\"", PhysicalType.Of(PhysicalTypeKind.String)),
        ("bytes", PhysicalType.Of(PhysicalTypeKind.Binary)),
        ("id", PhysicalType.Of(PhysicalTypeKind.Uuid)),
        ("day", PhysicalType.Of(PhysicalTypeKind.Date)),
        ("hour", PhysicalType.Of(PhysicalTypeKind.Time)),
        ("at", PhysicalType.Of(PhysicalTypeKind.Timestamp)),
    ];

    /// <summary>The column that is dictionary-encoded.</summary>
    public const string Encoded = "the \"code\"";

    public static Schema Schema { get; } = new(Columns.Select((c, i) => c.Name == Encoded
        ? new Field(c.Name, new DictionaryType(Int32Type.Default, StringType.Default, false), true)
        : ArrowFields.Create(c.Name, c.Type, true, i + 1)), new Dictionary<string, string> { ["made-by"] = "a test" });

    public static PhysicalType TypeOf(string column) => Columns.First(c => c.Name == column).Type;

    public static int OrdinalOf(string column) => Columns.ToList().FindIndex(c => c.Name == column);

    /// <summary>Builds a batch as a slice of a longer one, so that every buffer has an offset.</summary>
    public static RecordBatch Build(IReadOnlyList<ScalarValue[]> rows, int before = 3)
    {
        ScalarValue[] junk = [.. Columns.Select(_ => ScalarValue.Null)];
        ScalarValue[][] all = [.. Enumerable.Range(0, before).Select(i => rows.Count > 0 ? rows[i % rows.Count] : junk), .. rows, .. rows.Take(2)];
        RecordBatch batch = new(Schema, Columns.Select((c, i) => BuildColumn(c.Name, c.Type, [.. all.Select(r => r[i])])), all.Length);
        return batch.Slice(before, rows.Count);
    }

    public static ScalarValue[][] Read(RecordBatch batch) =>
        [.. Enumerable.Range(0, batch.Length).Select(row => Columns.Select((c, i) => Read(batch.Column(i), row)).ToArray())];

    public static ScalarValue[] ReadColumn(IArrowArray array) => [.. Enumerable.Range(0, array.Length).Select(row => Read(array, row))];

    private static ScalarValue Read(IArrowArray array, int row) => array.IsNull(row) ? ScalarValue.Null : array switch
    {
        BooleanArray a => a.GetValue(row)!.Value,
        Int32Array a => a.GetValue(row)!.Value,
        Int64Array a => a.GetValue(row)!.Value,
        FloatArray a => a.GetValue(row)!.Value,
        DoubleArray a => a.GetValue(row)!.Value,
        Decimal128Array a => a.GetValue(row)!.Value,
        StringArray a => a.GetString(row),
        DictionaryArray a => ((StringArray)a.Dictionary).GetString(((Int32Array)a.Indices).GetValue(row)!.Value),
        BinaryArray a => ScalarValue.From(a.GetBytes(row).ToArray()),
        Date32Array a => ScalarValue.From(DateOnly.FromDateTime(a.GetDateTime(row)!.Value)),
        Time64Array a => ScalarValue.From(new TimeOnly(a.GetValue(row)!.Value * 10)),
        TimestampArray a => ScalarValue.From(a.GetTimestamp(row)!.Value),
        Apache.Arrow.Arrays.FixedSizeBinaryArray a => ScalarValue.From(new Guid(a.GetBytes(row), bigEndian: true)),
        _ => throw new InvalidOperationException(array.GetType().Name),
    };

    private static IArrowArray BuildColumn(string name, PhysicalType type, ScalarValue[] values)
    {
        if (name == Encoded)
            return BuildEncoded(values);
        int count = values.Length;
        ArrowBuffer.BitmapBuilder validity = new(count);
        foreach (ScalarValue value in values)
            validity.Append(!value.IsNull);
        ArrowBuffer valid = validity.Build();
        int nulls = values.Count(v => v.IsNull);
        if (type.Kind is PhysicalTypeKind.String or PhysicalTypeKind.Binary)
        {
            byte[][] bytes = [.. values.Select(v => v.IsNull ? "hidden"u8.ToArray() : v.Kind == ScalarKind.String ? Encoding.UTF8.GetBytes(v.AsString()) : v.AsBinary().ToArray())];
            ArrowBuffer.Builder<int> offsets = new();
            int at = 0;
            offsets.Append(at);
            foreach (byte[] part in bytes)
                offsets.Append(at += part.Length);
            return ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), count, nulls, 0, [valid, offsets.Build(), Buffer([.. bytes.SelectMany(b => b)])], null, null));
        }
        if (type.Kind == PhysicalTypeKind.Boolean)
        {
            ArrowBuffer.BitmapBuilder bits = new(count);
            foreach (ScalarValue value in values)
                bits.Append(value.IsNull || value.AsBoolean());
            return ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), count, nulls, 0, [valid, bits.Build()], null, null));
        }
        byte[] fixedWidth = [.. values.SelectMany(v => FixedBytes(type, v))];
        return ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), count, nulls, 0, [valid, Buffer(fixedWidth)], null, null));
    }

    private static ArrowBuffer Buffer(byte[] bytes) => new ArrowBuffer.Builder<byte>().Append(bytes.AsSpan()).Build();

    private static byte[] FixedBytes(PhysicalType type, ScalarValue value)
    {
        bool none = value.IsNull;
        switch (type.Kind)
        {
            case PhysicalTypeKind.Int32: return BitConverter.GetBytes(none ? 7 : (int)value.AsInteger());
            case PhysicalTypeKind.Int64: return BitConverter.GetBytes(none ? 7 : value.AsInteger());
            case PhysicalTypeKind.Float: return BitConverter.GetBytes(none ? 7 : (float)value.AsFloat());
            case PhysicalTypeKind.Double: return BitConverter.GetBytes(none ? 7 : value.AsFloat());
            case PhysicalTypeKind.Date: return BitConverter.GetBytes(none ? 7 : value.AsDate().DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
            case PhysicalTypeKind.Time: return BitConverter.GetBytes(none ? 7 : value.AsTime().Ticks / 10);
            case PhysicalTypeKind.Timestamp: return BitConverter.GetBytes(none ? 7 : (value.AsTimestamp() - DateTime.UnixEpoch).Ticks / 10);
            case PhysicalTypeKind.Uuid: return none ? new byte[16] : value.AsUuid().ToByteArray(bigEndian: true);
            default:
                Int128 unscaled = none ? 7 : (Int128)decimal.Round(value.AsDecimal() * (decimal)Math.Pow(10, type.Scale));
                byte[] bytes = new byte[16];
                System.Buffers.Binary.BinaryPrimitives.WriteInt128LittleEndian(bytes, unscaled);
                return bytes;
        }
    }

    private static DictionaryArray BuildEncoded(ScalarValue[] values)
    {
        string[] entries = ["never used", .. values.Where(v => !v.IsNull).Select(v => v.AsString()).Distinct()];
        Int32Array.Builder indexes = new();
        foreach (ScalarValue value in values)
        {
            if (value.IsNull)
                indexes.AppendNull();
            else
                indexes.Append(System.Array.IndexOf(entries, value.AsString()));
        }
        return new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), indexes.Build(), new StringArray.Builder().AppendRange(entries).Build());
    }
}
