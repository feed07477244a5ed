using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Apache.Arrow;

namespace DataMesh.Adapters.Iceberg;

/// <summary>One <c>v&lt;N&gt;.metadata.json</c>, parsed; the JSON itself is kept so that a rewrite preserves what we do not know.</summary>
internal sealed class TableMetadata
{
    /// <summary>The table property that lists the field ids of columns whose bounds are withheld, also from processes that start later.</summary>
    public const string WithoutBoundsProperty = "datamesh.without-bounds.field-ids";

    private readonly Dictionary<int, PhysicalType> _types = [];

    private TableMetadata(JsonElement root)
    {
        Root = root;
        TableId = root.GetProperty("table-uuid").GetGuid();
        Location = root.GetProperty("location").GetString()!;
        LastSequenceNumber = root.GetProperty("last-sequence-number").GetInt64();
        LastUpdatedMs = root.GetProperty("last-updated-ms").GetInt64();
        Schemas = root.GetProperty("schemas").EnumerateArray().Select(IcebergSchema.Parse).ToFrozenDictionary(s => s.Id);
        CurrentSchema = Schemas[root.GetProperty("current-schema-id").GetInt32()];
        foreach (IcebergField field in Schemas.Values.OrderBy(s => s.Id).Append(CurrentSchema).SelectMany(s => s.Fields))
            AddTypes(field.Arrow);
        LastColumnId = Math.Max(root.GetProperty("last-column-id").GetInt32(), Schemas.Values.SelectMany(s => s.Fields).SelectMany(f => f.AllIds).DefaultIfEmpty(0).Max());
        Specs = root.GetProperty("partition-specs").EnumerateArray().Select(spec => PartitionSpec.Parse(spec, TypeOf)).ToFrozenDictionary(s => s.Id);
        DefaultSpec = Specs[root.GetProperty("default-spec-id").GetInt32()];
        Properties = root.TryGetProperty("properties", out JsonElement properties)
            ? properties.EnumerateObject().ToFrozenDictionary(p => p.Name, p => p.Value.GetString()!) : FrozenDictionary<string, string>.Empty;
        Snapshots = root.TryGetProperty("snapshots", out JsonElement snapshots)
            ? [.. snapshots.EnumerateArray().Select(IcebergSnapshot.Parse).OrderBy(s => s.View.SequenceNumber)] : [];
        Current = root.TryGetProperty("current-snapshot-id", out JsonElement current) && current.ValueKind == JsonValueKind.Number && current.GetInt64() is not -1 and var id
            ? Find(id) ?? throw new InvalidDataException($"its current snapshot {id} is not among its snapshots") : null;
        WithoutBounds = ParseWithoutBounds();
    }

    public JsonElement Root { get; }

    public Guid TableId { get; }

    public string Location { get; }

    public long LastSequenceNumber { get; }

    public long LastUpdatedMs { get; }

    public FrozenDictionary<int, IcebergSchema> Schemas { get; }

    public IcebergSchema CurrentSchema { get; }

    /// <summary>The greatest field id that was ever given.</summary>
    public int LastColumnId { get; }

    public FrozenDictionary<int, PartitionSpec> Specs { get; }

    public PartitionSpec DefaultSpec { get; }

    public FrozenDictionary<string, string> Properties { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<IcebergSnapshot> Snapshots { get; }

    public IcebergSnapshot? Current { get; }

    public FrozenSet<int> WithoutBounds { get; }

    public IcebergSnapshot? Find(long id) => Snapshots.FirstOrDefault(s => s.View.Id == id);

    /// <summary>The type of a column of any schema of the table, also of a struct's property; null when there never was such a column, or it lies in lists or maps.</summary>
    public PhysicalType? TypeOf(int fieldId) => _types.TryGetValue(fieldId, out PhysicalType type) ? type : null;

    /// <exception cref="InvalidDataException">The content is not table metadata.</exception>
    /// <exception cref="NotSupportedException">The content is of a version or uses a feature that we do not have.</exception>
    public static TableMetadata Parse(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            throw new NotSupportedException("it is compressed with gzip");
        JsonElement root = JsonElement.Parse(content, new JsonDocumentOptions { MaxDepth = 160, AllowDuplicateProperties = false });
        int version = root.GetProperty("format-version").GetInt32();
        return version == 2 ? new TableMetadata(root)
            : throw new NotSupportedException($"the table has Iceberg format version {version}; only version 2 is supported");
    }

    private void AddTypes(Field field)
    {
        PhysicalType type = PhysicalType.TryFromArrow(field.DataType)!.Value;
        int id = field.GetFieldId()!.Value;
        // Values may be stored in the widest type the column had, also after the table went back to an earlier schema.
        if (!_types.TryGetValue(id, out PhysicalType known) || !Widening.Allows(type, known))
            _types[id] = type;
        if (type.Kind == PhysicalTypeKind.Struct)
            foreach (Field child in field.GetChildren())
                AddTypes(child);
    }

    private FrozenSet<int> ParseWithoutBounds()
    {
        IEnumerable<int> listed = (Properties.GetValueOrDefault(WithoutBoundsProperty) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));
        return listed.Concat(CurrentSchema.Fields.SelectMany(f => ByMode(f.Arrow, f.Name))).ToFrozenSet();
    }

    private IEnumerable<int> ByMode(Field field, string path) => field.GetChildren().SelectMany(child => ByMode(child, $"{path}.{child.Name}"))
        .Concat(Properties.GetValueOrDefault($"write.metadata.metrics.column.{path}") is "counts" or "none" ? [field.GetFieldId()!.Value] : []);
}
