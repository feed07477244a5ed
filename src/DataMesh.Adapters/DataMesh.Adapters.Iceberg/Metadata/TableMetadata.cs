using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>One <c>v&lt;N&gt;.metadata.json</c>, parsed; the JSON itself is kept so that a rewrite preserves what we do not know.</summary>
internal sealed class TableMetadata
{
    // Plain dictionaries: frozen ones of a few entries cost milliseconds of a process's start and are looked up in a few times.
    /// <summary>The table property that lists the field ids of columns whose bounds are withheld, also from processes that start later.</summary>
    public const string WithoutBoundsProperty = "datamesh.without-bounds.field-ids";

    private static readonly string[] StatisticsLists = ["statistics", "partition-statistics"];

    private readonly Dictionary<int, PhysicalType> _types = [];

    private readonly Lazy<NameMapping?> _names;

    private Lazy<SnapshotLineage> _lineage;

    private TableMetadata(JsonElement root, int version)
    {
        (Root, FormatVersion) = (root, version);
        // Version 1 has one schema and one spec under names of their own, no sequence numbers, and need not have an id.
        bool isFirst = version == 1;
        TableId = isFirst && !root.TryGetProperty("table-uuid", out _) ? Guid.Empty : root.GetProperty("table-uuid").GetGuid();
        Location = root.GetText("location");
        LastSequenceNumber = isFirst ? 0 : root.GetProperty("last-sequence-number").GetInt64();
        LastUpdatedMs = root.GetProperty("last-updated-ms").GetInt64();
        Schemas = (isFirst && !root.TryGetProperty("schemas", out _) ? [root.GetProperty("schema")] : root.GetProperty("schemas").EnumerateArray().AsEnumerable())
            .Select(IcebergSchema.Parse).ToDictionary(s => s.Id);
        CurrentSchema = isFirst && !root.TryGetProperty("current-schema-id", out _) ? Schemas.Values.Single() : Schemas[root.GetProperty("current-schema-id").GetInt32()];
        foreach (IcebergField field in Schemas.Values.OrderBy(s => s.Id).Append(CurrentSchema).SelectMany(s => s.Fields))
            AddTypes(field.Arrow);
        LastColumnId = Math.Max(root.GetProperty("last-column-id").GetInt32(), Schemas.Values.SelectMany(s => s.Fields).SelectMany(f => f.AllIds).Aggregate(0, Math.Max));
        Specs = (isFirst && !root.TryGetProperty("partition-specs", out _) ? [PartitionSpec.ParseFields(0, root.GetProperty("partition-spec"), TypeOf)]
            : root.GetProperty("partition-specs").EnumerateArray().Select(spec => PartitionSpec.Parse(spec, TypeOf))).ToDictionary(s => s.Id);
        DefaultSpec = isFirst && !root.TryGetProperty("default-spec-id", out _) ? Specs[0] : Specs[root.GetProperty("default-spec-id").GetInt32()];
        LastPartitionId = Math.Max(root.TryGetProperty("last-partition-id", out JsonElement last) && last.ValueKind == JsonValueKind.Number ? last.GetInt32() : 0,
            Specs.Values.SelectMany(s => s.Fields).Select(f => f.FieldId).Aggregate(999, Math.Max));
        SortOrders = Iceberg.SortOrder.ParseAll(root);
        int order = root.TryGetProperty("default-sort-order-id", out JsonElement sorted) && sorted.ValueKind == JsonValueKind.Number ? sorted.GetInt32() : 0;
        SortOrder = SortOrders.FirstOrDefault(o => o.Id == order) ?? Iceberg.SortOrder.Unsorted;
        Properties = root.TryGetProperty("properties", out JsonElement properties)
            ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetText()) : [];
        Snapshots = root.TryGetProperty("snapshots", out JsonElement snapshots)
            ? [.. snapshots.EnumerateArray().Select(IcebergSnapshot.Parse).OrderBy(s => s.View.SequenceNumber).ThenBy(s => s.View.CommittedAt)] : [];
        Current = root.TryGetProperty("current-snapshot-id", out JsonElement current) && current.ValueKind == JsonValueKind.Number && current.GetInt64() is not -1 and var id
            ? Find(id) ?? throw new InvalidDataException($"its current snapshot {id} is not among its snapshots") : null;
        References = TableReferences.Parse(root);
        _lineage = new(() => new SnapshotLineage(this));
        WithoutBounds = ParseWithoutBounds();
        _names = new(() => Properties.TryGetValue(NameMapping.Property, out string? text) ? NameMapping.Parse(text) : null);
        if (root.TryGetProperty("encryption-keys", out JsonElement keys) && keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0)
            throw new NotSupportedException("the table is encrypted");
    }

    public int FormatVersion { get; }

    public JsonElement Root { get; }

    public Guid TableId { get; }

    public string Location { get; }

    public long LastSequenceNumber { get; }

    public long LastUpdatedMs { get; }

    public IReadOnlyDictionary<int, IcebergSchema> Schemas { get; }

    public IcebergSchema CurrentSchema { get; }

    /// <summary>The greatest field id that was ever given.</summary>
    public int LastColumnId { get; }

    public IReadOnlyDictionary<int, PartitionSpec> Specs { get; }

    public PartitionSpec DefaultSpec { get; }

    /// <summary>The greatest partition field id that was ever given.</summary>
    public int LastPartitionId { get; }

    public IReadOnlyList<SortOrder> SortOrders { get; }

    /// <summary>The order that rows are to be sorted in.</summary>
    public SortOrder SortOrder { get; }

    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<IcebergSnapshot> Snapshots { get; }

    /// <summary>The newest snapshot of <see cref="Branch"/>.</summary>
    public IcebergSnapshot? Current { get; private set; }

    /// <summary>The branch that is looked at; null: main.</summary>
    public string? Branch { get; private set; }

    public IReadOnlyList<TableReference> References { get; }

    public SnapshotLineage Lineage => _lineage.Value;

    public IReadOnlySet<int> WithoutBounds { get; }

    /// <summary>Locations of files with statistics of snapshots, which other tools add.</summary>
    public IEnumerable<string> StatisticsFiles => StatisticsLists
        .SelectMany(name => Root.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().AsEnumerable() : [])
        .Select(entry => entry.TryGetProperty("statistics-path", out JsonElement path) ? path.GetString() : null).OfType<string>();

    /// <summary>Gives field ids to files without any; null when the table has no mapping.</summary>
    /// <exception cref="InvalidDataException">The table's mapping is not one.</exception>
    public NameMapping? Names => _names.Value;

    /// <summary>A column at the top of any of the table's schemas, in the widest type it had and with no promise of values; null when there never was one, or it is nested.</summary>
    public Field? FindColumn(int fieldId) => Schemas.Values.Append(CurrentSchema).Select(s => s.Find(fieldId)).LastOrDefault(f => f is not null) is { Type.IsNested: false } column
        ? ArrowFields.Create(column.Name, TypeOf(fieldId)!.Value, nullable: true, fieldId) : null;

    /// <summary>The same metadata as a branch has it; null when there is no such branch.</summary>
    public TableMetadata? OnBranch(string? branch)
    {
        if (branch is null or TableReference.Main)
            return Branch is null ? this : null;
        if (References.FirstOrDefault(r => r.IsBranch && r.Name == branch) is not { } found || Find(found.SnapshotId) is not { } head)
            return null;
        TableMetadata copy = (TableMetadata)MemberwiseClone();
        (copy.Branch, copy.Current, copy._lineage) = (branch, head, new(() => new SnapshotLineage(copy)));
        return copy;
    }

    public IcebergSnapshot? Find(long id) => Snapshots.FirstOrDefault(s => s.View.Id == id);

    /// <summary>The type of a column of any schema of the table, also of a struct's property; null when there never was such a column, or it lies in lists or maps.</summary>
    public PhysicalType? TypeOf(int fieldId) => _types.TryGetValue(fieldId, out PhysicalType type) ? type : null;

    /// <exception cref="InvalidDataException">The content is not table metadata.</exception>
    /// <exception cref="NotSupportedException">The content is of a version or uses a feature that we do not have.</exception>
    public static TableMetadata Parse(ReadOnlySpan<byte> content)
    {
        JsonElement root = JsonElement.Parse(content, new JsonDocumentOptions { MaxDepth = 160, AllowDuplicateProperties = false });
        int version = root.GetProperty("format-version").GetInt32();
        return version is >= 1 and <= 3 ? new TableMetadata(root, version)
            : throw new NotSupportedException($"the table has Iceberg format version {version}; only versions 1 to 3 are supported");
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

    private HashSet<int> ParseWithoutBounds()
    {
        IEnumerable<int> listed = (Properties.GetValueOrDefault(WithoutBoundsProperty) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));
        return [.. listed, .. CurrentSchema.Fields.SelectMany(f => ByMode(f.Arrow, f.Name))];
    }

    private IEnumerable<int> ByMode(Field field, string path) => field.GetChildren().SelectMany(child => ByMode(child, $"{path}.{child.Name}"))
        .Concat(Properties.GetValueOrDefault($"write.metadata.metrics.column.{path}") is "counts" or "none" ? [field.GetFieldId()!.Value] : []);
}
