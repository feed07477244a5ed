using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>How the columns of a file become the columns that a read asks for: by field id, missing ones null, promoted ones widened.</summary>
internal sealed class ColumnMapping
{
    private readonly Field[] _fields;
    private readonly FieldMapping?[] _mappings;
    private readonly ScalarValue[] _missing;
    private readonly int[] _sources;
    private readonly Apache.Arrow.Memory.MemoryAllocator? _allocator;

    private ColumnMapping(Field[] fields, int columns, FieldMapping?[] mappings, int[] sources, ScalarValue[] missing, FileReadRequest fileRequest)
    {
        (_fields, ColumnCount, _mappings, _sources, _missing, FileRequest) = (fields, columns, mappings, sources, missing, fileRequest);
        _allocator = fileRequest.Allocator;
    }

    /// <summary>What to ask of the file.</summary>
    public FileReadRequest FileRequest { get; }

    /// <summary>How many columns the read asks for; those behind them are needed to apply deletes.</summary>
    public int ColumnCount { get; }

    /// <param name="task">The task.</param>
    /// <param name="context">What is known of its table.</param>
    /// <param name="stored">The file's columns.</param>
    /// <param name="request">What the read asks for.</param>
    /// <param name="needed">Columns that are needed besides, found by id.</param>
    public static ColumnMapping Create(ScanTask task, TaskContext context, Schema stored, FileReadRequest request, IReadOnlyList<Field> needed)
    {
        Field[] asked = request.Columns is null ? [.. task.Schema.FieldsList] : [.. request.Columns.Select(name => FindWanted(task, name))];
        Field[] wanted = [.. asked, .. needed.Where(f => !asked.Any(a => a.GetFieldId() == f.GetFieldId()))];
        Dictionary<int, Field> byId = Identify(task, context, stored);
        Dictionary<int, ScalarValue> constants = context.PartitionValues(task.File);
        DemandTopLevel(task, constants, stored);
        List<string> names = [];
        int[] sources = new int[wanted.Length];
        ScalarValue[] missing = new ScalarValue[wanted.Length];
        FieldMapping?[] mappings = new FieldMapping?[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            sources[i] = -1;
            int id = wanted[i].GetFieldId() ?? -1;
            if (byId.TryGetValue(id, out Field? source))
            {
                mappings[i] = FieldMapping.Create(task.File.Path, wanted[i].Name, wanted[i], source);
                sources[i] = names.IndexOf(source.Name) is var known and >= 0 ? known : names.Count;
                if (sources[i] == names.Count)
                    names.Add(source.Name);
            }
            else if (constants.TryGetValue(id, out ScalarValue value))
                missing[i] = value;
            if (source is null && !wanted[i].IsNullable && missing[i].IsNull)
                throw IcebergErrors.Corrupt(task.File.Path, $"it lacks the required column '{wanted[i].Name}' (field id {wanted[i].GetFieldId()})");
        }
        return new ColumnMapping(wanted, asked.Length, mappings, sources, missing, request with { Columns = names, Filter = Usable(request.Filter, task.Schema, byId) });
    }

    /// <summary>The batch as the table sees it. Takes ownership of the batch.</summary>
    public RecordBatch Apply(RecordBatch batch)
    {
        IArrowArray[] columns = new IArrowArray[_fields.Length];
        Field[] fields = new Field[_fields.Length];
        bool[] moved = new bool[batch.ColumnCount];
        for (int i = 0; i < columns.Length; i++)
        {
            Field field = _fields[i];
            IArrowArray column = _sources[i] < 0 ? ConstantArrays.Create(field, _missing[i], batch.Length, _allocator)
                : _mappings[i]!.Apply(Take(batch, _sources[i], moved), _allocator);
            columns[i] = column;
            fields[i] = field.WithEncodings(column.Data.DataType);
        }
        for (int i = 0; i < moved.Length; i++)
            if (!moved[i])
                batch.Column(i).Dispose();
        return new RecordBatch(new Schema(fields, null), columns, batch.Length);
    }

    // Names count only in files that have no ids at all.
    private static Dictionary<int, Field> Identify(ScanTask task, TaskContext context, Schema stored)
    {
        Schema identified = stored;
        if (NameMapping.IsNeeded(stored))
            identified = IcebergErrors.Guard(task.File.Path, () => context.Metadata.Names)?.Identify(stored)
                ?? throw IcebergErrors.Newer(task.File.Path, $"its columns have no field ids and the table has no '{NameMapping.Property}', so they cannot be matched to the table's");
        Dictionary<int, Field> byId = [];
        foreach (Field field in identified.FieldsList)
            if (field.GetFieldId() is int id)
                byId[id] = field;
        return byId;
    }

    // A property of a struct that a file lacks would be null, and its partition may say otherwise.
    private static void DemandTopLevel(ScanTask task, Dictionary<int, ScalarValue> constants, Schema stored)
    {
        foreach (int id in constants.Keys.Where(id => !task.Schema.FieldsList.Any(f => f.GetFieldId() == id)))
            if (task.Schema.FieldsList.Any(f => HasBelow(f, id)) && !stored.FieldsList.Any(f => HasBelow(f, id)))
                throw IcebergErrors.Newer(task.File.Path, $"it is partitioned by the nested field {id} and does not hold its values, which is not supported");
    }

    private static bool HasBelow(Field field, int id) => field.GetChildren().Any(child => child.GetFieldId() == id || HasBelow(child, id));

    private static IArrowArray Take(RecordBatch batch, int index, bool[] moved)
    {
        if (moved[index])
            throw new ArgumentException($"The column '{batch.Schema.GetFieldByIndex(index).Name}' is asked for twice: ask for it once.");
        moved[index] = true;
        return batch.Column(index);
    }

    private static Field FindWanted(ScanTask task, string name) => task.Schema.FieldsList.FirstOrDefault(f => f.Name == name)
        ?? throw new ArgumentException($"The table '{task.Table}' has no column '{name}': ask for columns of the scan task's schema.", nameof(name));

    // A file may know a column under an earlier name, in an earlier type, or not at all: then its own filter would mean something else, and the caller filters anyway.
    private static Filter? Usable(Filter? filter, Schema schema, Dictionary<int, Field> byId) => filter is not null
        && filter.GetColumns().All(name => schema.FieldsList.FirstOrDefault(f => f.Name == name) is { } wanted && wanted.GetFieldId() is int id
            && byId.TryGetValue(id, out Field? field) && field.Name == name && PhysicalType.TryFromArrow(field.DataType) == PhysicalType.TryFromArrow(wanted.DataType)) ? filter : null;
}
