using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>How the columns of a file become the columns that a read asks for: by field id, missing ones null, promoted ones widened.</summary>
internal sealed class ColumnMapping
{
    private readonly Field[] _fields;
    private readonly FieldMapping?[] _mappings;
    private readonly int[] _sources;
    private readonly Apache.Arrow.Memory.MemoryAllocator? _allocator;

    private ColumnMapping(Field[] fields, FieldMapping?[] mappings, int[] sources, FileReadRequest fileRequest)
    {
        (_fields, _mappings, _sources, FileRequest) = (fields, mappings, sources, fileRequest);
        _allocator = fileRequest.Allocator;
    }

    /// <summary>What to ask of the file.</summary>
    public FileReadRequest FileRequest { get; }

    public static ColumnMapping Create(ScanTask task, Schema stored, FileReadRequest request)
    {
        Field[] wanted = request.Columns is null ? [.. task.Schema.FieldsList] : [.. request.Columns.Select(name => FindWanted(task, name))];
        Dictionary<int, Field> byId = [];
        foreach (Field field in stored.FieldsList)
            if (field.GetFieldId() is int id)
                byId[id] = field;
        if (byId.Count == 0 && stored.FieldsList.Count > 0)
            throw IcebergErrors.Newer(task.File.Path, "its columns have no field ids, so they cannot be matched to the table's");
        List<string> names = [];
        int[] sources = new int[wanted.Length];
        FieldMapping?[] mappings = new FieldMapping?[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            sources[i] = -1;
            if (byId.TryGetValue(wanted[i].GetFieldId() ?? -1, out Field? source))
            {
                mappings[i] = FieldMapping.Create(task.File.Path, wanted[i].Name, wanted[i], source);
                sources[i] = names.IndexOf(source.Name) is var known and >= 0 ? known : names.Count;
                if (sources[i] == names.Count)
                    names.Add(source.Name);
            }
            else if (!wanted[i].IsNullable)
                throw IcebergErrors.Corrupt(task.File.Path, $"it lacks the required column '{wanted[i].Name}' (field id {wanted[i].GetFieldId()})");
        }
        return new ColumnMapping(wanted, mappings, sources, request with { Columns = names, Filter = Usable(request.Filter, task.Schema, byId) });
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
            IArrowArray column = _sources[i] < 0 ? NullArrays.Create(field.DataType, batch.Length, _allocator)
                : _mappings[i]!.Apply(Take(batch, _sources[i], moved), _allocator);
            columns[i] = column;
            fields[i] = field.WithEncodings(column.Data.DataType);
        }
        for (int i = 0; i < moved.Length; i++)
            if (!moved[i])
                batch.Column(i).Dispose();
        return new RecordBatch(new Schema(fields, null), columns, batch.Length);
    }

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
