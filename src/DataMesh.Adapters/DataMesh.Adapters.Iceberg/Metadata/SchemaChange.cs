using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The columns of a table after a change: checks that what is stored can be read through them, and gives ids to what is new. Single use.</summary>
internal sealed class SchemaChange
{
    private readonly TableLocation _table;
    private readonly TableMetadata _metadata;

    private SchemaChange(TableLocation table, TableMetadata metadata) => (_table, _metadata, LastColumnId) = (table, metadata, metadata.LastColumnId);

    /// <summary>The columns after the change.</summary>
    public IReadOnlyList<IcebergField> Fields { get; private set; } = [];

    /// <summary>The greatest field id that was ever given.</summary>
    public int LastColumnId { get; private set; }

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>.</exception>
    public static SchemaChange Create(TableLocation table, TableMetadata metadata, TableEvolution evolution)
    {
        SchemaChange change = new(table, metadata);
        change.Fields = [.. change.Evolve("", evolution.Schema.FieldsList, metadata.CurrentSchema.Arrow.FieldsList).Select(f => new IcebergField(f))];
        change.CheckTable(evolution);
        return change;
    }

    private Field[] Evolve(string prefix, IReadOnlyList<Field> wanted, IReadOnlyList<Field> current)
    {
        if (wanted.Count == 0)
            throw Invalid(prefix.Length == 0 ? "a table has at least one column" : $"the struct '{prefix.TrimEnd('.')}' would have no property");
        if (wanted.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Invalid($"two columns would be named '{prefix}{twice.Key}'; names must differ in more than case, because most SQL engines ignore case");
        if (wanted.Where(f => f.GetFieldId() is not null).GroupBy(f => f.GetFieldId()).FirstOrDefault(g => g.Count() > 1) is { } ids)
            throw Invalid($"the field {ids.Key} would continue under two names");
        return [.. wanted.Select(f => f.GetFieldId() is not int id ? Add(prefix + f.Name, f) : Continue(prefix + f.Name, f, current.FirstOrDefault(c => c.GetFieldId() == id)
            ?? throw Invalid($"'{prefix}{f.Name}' is to continue the field {id}, which is not there")))];
    }

    private Field Add(string path, Field wanted)
    {
        PhysicalType type = TypeOf(path, wanted);
        if (!wanted.IsNullable)
            throw Invalid($"'{path}' is new and required, and the rows that are there have no value for it; make it optional");
        Field added = ArrowFields.NumberFields(new Schema([ArrowFields.Create(wanted.Name, type, nullable: true)], null), LastColumnId).FieldsList[0];
        LastColumnId = IcebergField.IdsOf(added).Max();
        return added;
    }

    private Field Continue(string path, Field wanted, Field stored)
    {
        PhysicalType from = PhysicalType.TryFromArrow(stored.DataType)!.Value, to = TypeOf(path, wanted);
        if (stored.IsNullable && !wanted.IsNullable)
            throw Invalid($"'{path}' would become required, and rows that are there may have no value for it");
        int? id = stored.GetFieldId();
        if (to.IsNested && to.Kind == from.Kind)
            return ArrowFields.CreateNested(wanted.Name, to.Kind, ContinueBelow(path, wanted, stored), wanted.IsNullable, id);
        return Widening.Allows(from, to) ? ArrowFields.Create(wanted.Name, to, wanted.IsNullable, id)
            : throw Invalid($"'{path}' would become {to}, which values of {from} cannot all be read as without loss");
    }

    private Field[] ContinueBelow(string path, Field wanted, Field stored)
    {
        IReadOnlyList<Field> now = wanted.GetChildren(), before = stored.GetChildren();
        if (wanted.DataType is StructType)
            return Evolve(path + ".", now, before);
        if (wanted.DataType is MapType && PhysicalType.TryFromArrow(now[0].DataType) != PhysicalType.TryFromArrow(before[0].DataType))
            throw Invalid($"the keys of the map '{path}' would change");
        return [.. now.Select((f, i) => Continue($"{path}.{before[i].Name}", f, before[i]))];
    }

    private void CheckTable(TableEvolution evolution)
    {
        IcebergSchema current = _metadata.CurrentSchema;
        foreach (int id in current.IdentifierFieldIds)
            if (!Fields.Any(f => f.Id == id))
                throw Invalid($"the key column '{current.Find(id)?.Name}' would be dropped");
            else if (Fields.First(f => f.Id == id) is { Required: false } optional)
                throw Invalid($"the key column '{optional.Name}' would become optional");
        HashSet<int> kept = [.. Fields.SelectMany(f => f.AllIds)];
        // Also of an earlier partitioning: other readers do not open a table with a partition field of a column that is gone.
        foreach (PartitionSpec spec in _metadata.Specs.Values.OrderByDescending(s => s.Id == _metadata.DefaultSpec.Id))
            if (spec.Fields.FirstOrDefault(f => f.Transform.Kind != PartitionTransformKind.Void && !kept.Contains(f.SourceId)) is { } source)
                throw Invalid($"{(spec.Id == _metadata.DefaultSpec.Id ? "the table is" : "files of the table may still be")} partitioned by '{source.Name}', whose column would be dropped");
        if (evolution.WithoutBounds.FirstOrDefault(name => !Fields.Any(f => f.Name == name)) is { } unknown)
            throw Invalid($"bounds are to be withheld of '{unknown}', which is not a column");
    }

    private PhysicalType TypeOf(string path, Field field) => PhysicalType.TryFromArrow(field.DataType)
        ?? throw Invalid($"'{path}' has the Arrow type '{field.DataType.Name}', which has no stored form; use one of the canonical types");

    private DataMeshException Invalid(string problem) => new(DataMeshErrorKind.InvalidDefinition, $"Cannot change the columns of table '{_table}': {problem}.") { Adapter = IcebergErrors.Adapter, Operation = "evolve" };
}
