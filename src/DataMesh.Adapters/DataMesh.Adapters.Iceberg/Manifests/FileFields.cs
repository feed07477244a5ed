using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The fields of a manifest's <c>data_file</c> record as they are stored.</summary>
internal sealed class FileFields
{
    private readonly Dictionary<int, long> _sizes = [], _values = [], _nulls = [], _nans = [];
    private readonly Dictionary<int, byte[]> _lower = [], _upper = [];
    private readonly List<long> _splits = [];
    private readonly List<long> _equality = [];
    private string? _referenced;
    private long? _offset;
    private long? _blobLength;
    private string? _path;
    private string? _format;
    private long _rows = -1;
    private long _length = -1;
    private ScalarValue[] _partition = [];

    public long Content { get; private set; }

    public int? SortOrderId { get; private set; }

    public byte[]? KeyMetadata { get; private set; }

    public static FileFields Read(ref AvroDecoder decoder, AvroSchema schema, PartitionSpec spec)
    {
        FileFields fields = new();
        foreach (AvroField field in schema.Fields)
            fields.ReadField(ref decoder, field, spec);
        if (fields._path is null || fields._rows < 0 || fields._length < 0 || fields.Content is < 0 or > 2)
            throw new InvalidDataException("a file has no path, no row count or no length");
        return fields;
    }

    public DataFile ToDataFile(TableFolder folder, ManifestFile manifest, TableMetadata metadata) => new()
    {
        Path = folder.Resolve(_path!, manifest.Path),
        Format = (_format ?? "parquet").ToLowerInvariant(),
        RowCount = _rows,
        Length = _length,
        PartitioningId = manifest.SpecId,
        Partition = _partition,
        Columns = [.. ColumnIds().Where(id => metadata.TypeOf(id) is not null).Select(id => ToStatistics(id, metadata.TypeOf(id)!.Value))],
        SplitOffsets = _splits,
    };

    public DeleteDetails ToDeleteDetails(TableFolder folder, ManifestFile manifest) => new(
        [.. _equality.Select(id => checked((int)id))], _referenced is { } path ? folder.Resolve(path, manifest.Path) : default(ObjectPath?), _offset, _blobLength);

    private int[] ColumnIds()
    {
        HashSet<int> ids = [.. _values.Keys, .. _lower.Keys, .. _nulls.Keys];
        int[] ordered = [.. ids];
        Array.Sort(ordered);
        return ordered;
    }

    private ColumnStatistics ToStatistics(int id, PhysicalType type) => new()
    {
        FieldId = id,
        ValueCount = _values.TryGetValue(id, out long values) ? values : _rows,
        NullCount = _nulls.TryGetValue(id, out long nulls) ? nulls : null,
        NanCount = _nans.TryGetValue(id, out long nans) ? nans : null,
        Minimum = _lower.TryGetValue(id, out byte[]? lower) ? SingleValue.Decode(lower, type) : ScalarValue.Null,
        Maximum = _upper.TryGetValue(id, out byte[]? upper) ? SingleValue.Decode(upper, type) : ScalarValue.Null,
        StoredBytes = _sizes.TryGetValue(id, out long size) ? size : null,
    };

    private void ReadField(ref AvroDecoder decoder, AvroField field, PartitionSpec spec)
    {
        switch (field.FieldId ?? IdOf(field.Name))
        {
            case 134: Content = decoder.ReadNullableLong(field.Schema) ?? 0; break;
            case 100: _path = decoder.ReadNullableString(field.Schema); break;
            case 101: _format = decoder.ReadNullableString(field.Schema); break;
            case 102: _partition = decoder.ReadRecord(field.Schema) is { } record ? PartitionTuple.Read(ref decoder, record, spec) : new ScalarValue[spec.Fields.Count]; break;
            case 103: _rows = decoder.ReadNullableLong(field.Schema) ?? -1; break;
            case 104: _length = decoder.ReadNullableLong(field.Schema) ?? -1; break;
            case 108: ReadNumbers(ref decoder, field.Schema, _sizes); break;
            case 109: ReadNumbers(ref decoder, field.Schema, _values); break;
            case 110: ReadNumbers(ref decoder, field.Schema, _nulls); break;
            case 137: ReadNumbers(ref decoder, field.Schema, _nans); break;
            case 125: ReadBounds(ref decoder, field.Schema, _lower); break;
            case 128: ReadBounds(ref decoder, field.Schema, _upper); break;
            case 131: KeyMetadata = decoder.ReadNullableBytes(field.Schema); break;
            case 132: ReadList(ref decoder, field.Schema, _splits); break;
            case 135: ReadList(ref decoder, field.Schema, _equality); break;
            case 143: _referenced = decoder.ReadNullableString(field.Schema); break;
            case 144: _offset = decoder.ReadNullableLong(field.Schema); break;
            case 145: _blobLength = decoder.ReadNullableLong(field.Schema); break;
            case 140: SortOrderId = (int?)decoder.ReadNullableLong(field.Schema); break;
            default: decoder.Skip(field.Schema); break;
        }
    }

    private static void ReadNumbers(ref AvroDecoder decoder, AvroSchema schema, Dictionary<int, long> target)
    {
        if (decoder.ReadArray(schema) is not { } items)
            return;
        for (long count = decoder.ReadBlockCount(); count > 0; count = decoder.ReadBlockCount())
            for (long i = 0; i < count; i++)
            {
                (AvroField key, AvroField value) = Pair(ref decoder, items);
                target[(int)(decoder.ReadNullableLong(key.Schema) ?? 0)] = decoder.ReadNullableLong(value.Schema) ?? 0;
            }
    }

    private static void ReadBounds(ref AvroDecoder decoder, AvroSchema schema, Dictionary<int, byte[]> target)
    {
        if (decoder.ReadArray(schema) is not { } items)
            return;
        for (long count = decoder.ReadBlockCount(); count > 0; count = decoder.ReadBlockCount())
            for (long i = 0; i < count; i++)
            {
                (AvroField key, AvroField value) = Pair(ref decoder, items);
                int id = (int)(decoder.ReadNullableLong(key.Schema) ?? 0);
                if (decoder.ReadNullableBytes(value.Schema) is { } bytes)
                    target[id] = bytes;
            }
    }

    private static (AvroField Key, AvroField Value) Pair(ref AvroDecoder decoder, AvroSchema items) =>
        decoder.ReadRecord(items) is { Fields: [AvroField key, AvroField value] } ? (key, value) : throw new InvalidDataException("a map entry is not a pair");

    private static void ReadList(ref AvroDecoder decoder, AvroSchema schema, List<long> target)
    {
        if (decoder.ReadArray(schema) is not { } items)
            return;
        for (long count = decoder.ReadBlockCount(); count > 0; count = decoder.ReadBlockCount())
            for (long i = 0; i < count; i++)
                target.Add(decoder.ReadNullableLong(items) ?? 0);
    }

    private static int IdOf(string name) => name switch
    {
        "content" => 134,
        "file_path" => 100,
        "file_format" => 101,
        "partition" => 102,
        "record_count" => 103,
        "file_size_in_bytes" => 104,
        "column_sizes" => 108,
        "value_counts" => 109,
        "null_value_counts" => 110,
        "nan_value_counts" => 137,
        "lower_bounds" => 125,
        "upper_bounds" => 128,
        "key_metadata" => 131,
        "split_offsets" => 132,
        "equality_ids" => 135,
        "referenced_data_file" => 143,
        "content_offset" => 144,
        "content_size_in_bytes" => 145,
        "sort_order_id" => 140,
        _ => -1,
    };
}
