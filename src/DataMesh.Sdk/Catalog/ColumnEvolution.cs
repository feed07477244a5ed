using Apache.Arrow;

namespace DataMesh;

/// <summary>Which changes of a contract the table of its major version can take: the one place that decides it.</summary>
/// <remarks>
/// A column continues the stored one of its name, or else the one of a former name. Columns may be added when they are optional, dropped, renamed, moved, made optional, and widened
/// (int → long, float → double, more digits of a decimal); the same below structs, lists and maps. The key stays. Partitioning and order change for files that are written from then on.
/// </remarks>
internal sealed class ColumnEvolution
{
    private readonly List<string> _obstacles = [];

    private ColumnEvolution() { }

    /// <summary>The contract's columns; those that continue a stored column have its field id.</summary>
    public Schema Schema { get; private set; } = new([], null);

    /// <summary>Why the table cannot become so; empty when it can.</summary>
    public IReadOnlyList<string> Obstacles => _obstacles;

    /// <summary>True when the table has other columns, another partitioning or another order than the contract.</summary>
    public bool IsChange { get; private set; }

    /// <summary>What a contract asks of a table.</summary>
    /// <param name="declared">The contract.</param>
    /// <param name="stored">The table's columns, with field ids.</param>
    /// <param name="key">The names of its key columns.</param>
    /// <param name="partitioning">Its partitioning.</param>
    /// <param name="sortOrder">Its order.</param>
    public static ColumnEvolution Plan(DataContract declared, Schema stored, IReadOnlyList<string> key, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<SortField> sortOrder)
    {
        ColumnEvolution plan = new();
        Field[] fields = plan.Match("", declared.Schema.Properties, stored.FieldsList);
        plan.Schema = new Schema(fields, null);
        plan.CheckKey(declared, stored, key);
        plan.CheckLayout(declared, stored, partitioning, sortOrder);
        return plan;
    }

    /// <summary>What a contract asks of the table of another version, told from the contracts alone.</summary>
    public static ColumnEvolution Plan(DataContract declared, DataContract stored) =>
        Plan(declared, ArrowFields.NumberFields(stored.Schema.ToArrowSchema()), [.. stored.Schema.Key.Select(p => p.Name)], stored.Partitioning, stored.SortOrder);

    private Field[] Match(string prefix, IReadOnlyList<SchemaProperty> declared, IReadOnlyList<Field> stored)
    {
        HashSet<int> continued = [];
        Field[] fields = new Field[declared.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            Field? source = FindStored(prefix, declared[i], declared, stored);
            fields[i] = source is null ? Add(prefix, declared[i]) : Continue(prefix + declared[i].Name, declared[i], source);
            if (source?.GetFieldId() is int id && !continued.Add(id))
                _obstacles.Add($"two columns say that they were '{prefix}{source.Name}': let one of them keep the former name");
        }
        IsChange |= continued.Count != stored.Count || fields.Length != stored.Count || fields.Index().Any(f => f.Item.GetFieldId() != stored[f.Index].GetFieldId() || f.Item.Name != stored[f.Index].Name);
        return fields;
    }

    private Field? FindStored(string prefix, SchemaProperty property, IReadOnlyList<SchemaProperty> declared, IReadOnlyList<Field> stored)
    {
        Field? same = stored.FirstOrDefault(f => f.Name == property.Name);
        Field? former = property.FormerNames.Where(name => !declared.Any(p => p.Name == name)).Select(name => stored.FirstOrDefault(f => f.Name == name)).FirstOrDefault(f => f is not null);
        // Which of the two it continues decides what its old rows say.
        if (same is not null && former is not null)
            _obstacles.Add($"'{prefix}{property.Name}' says that it was '{former.Name}', but there are columns of both names");
        return same ?? former;
    }

    private Field Add(string prefix, SchemaProperty property)
    {
        if (property.Required)
            _obstacles.Add($"'{prefix}{property.Name}' is new and required, and the rows that are there have no value for it; make it optional");
        return ArrowFields.Create(property.Name, property.Type, !property.Required);
    }

    private Field Continue(string path, SchemaProperty property, Field stored)
    {
        int? id = stored.GetFieldId();
        PhysicalType from = PhysicalType.TryFromArrow(stored.DataType)!.Value, to = property.Type;
        if (property.Required && stored.IsNullable)
            _obstacles.Add($"'{path}' becomes required, and rows that are there may have no value for it");
        IsChange |= property.Required == stored.IsNullable || (!to.IsNested && from != to);
        if (to.IsNested && to.Kind == from.Kind)
            return ArrowFields.CreateNested(property.Name, to.Kind, Below(path, to, stored), !property.Required, id);
        if (!CanWiden(from, to))
            _obstacles.Add($"'{path}' becomes {Spell(to)} and was {Spell(from)}, which cannot all be read as that");
        return ArrowFields.Create(property.Name, to, !property.Required, id);
    }

    private Field[] Below(string path, PhysicalType type, Field stored)
    {
        IReadOnlyList<Field> before = stored.GetChildren();
        if (type.Kind == PhysicalTypeKind.Struct)
            return Match(path + ".", type.Children, before);
        if (type.Kind == PhysicalTypeKind.Map && PhysicalType.TryFromArrow(before[0].DataType) is var key && key != PhysicalType.TryFromArrow(ArrowFields.Create("key", type.Children[0].Type, false).DataType))
            _obstacles.Add($"the keys of the map '{path}' change from {key} to {type.Children[0].Type}");
        return [.. type.Children.Select((child, i) => Continue($"{path}.{child.Name}", child, before[i]))];
    }

    private void CheckKey(DataContract declared, Schema stored, IReadOnlyList<string> key)
    {
        IReadOnlyList<int?> before = [.. key.Select(name => IdOf(stored, name))], after = [.. declared.Schema.Key.Select(p => IdOf(Schema, p.Name))];
        if (!before.SequenceEqual(after))
            _obstacles.Add(declared.Schema.Key.Count == 0 ? $"the key ({string.Join(", ", key)}) is gone" : $"the key is ({string.Join(", ", declared.Schema.Key.Select(p => p.Name))}) and was ({string.Join(", ", key)})");
    }

    private void CheckLayout(DataContract declared, Schema stored, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<SortField> sortOrder)
    {
        IsChange |= !partitioning.Select(p => (IdOf(stored, p.Column), p.Transform)).SequenceEqual(declared.Partitioning.Select(p => (IdOf(Schema, p.Column), p.Transform)))
            || !sortOrder.Select(f => (IdOf(stored, f.Column), f.Descending)).SequenceEqual(declared.SortOrder.Select(f => (IdOf(Schema, f.Column), f.Descending)));
        if (partitioning.FirstOrDefault(p => IdOf(stored, p.Column) is int id && !Schema.FieldsList.Any(f => f.GetFieldId() == id)) is { } lost)
            _obstacles.Add($"its files are partitioned by '{lost.Column}', which is gone");
    }

    // Promotions of the Iceberg specification that need no option.
    private static bool CanWiden(PhysicalType from, PhysicalType to) => from == to || (from.Kind, to.Kind) switch
    {
        (PhysicalTypeKind.Int32, PhysicalTypeKind.Int64) or (PhysicalTypeKind.Float, PhysicalTypeKind.Double) => true,
        (PhysicalTypeKind.Decimal, PhysicalTypeKind.Decimal) => from.Scale == to.Scale && from.Precision <= to.Precision,
        _ => false,
    };

    private static int? IdOf(Schema schema, string name) => schema.FieldsList.FirstOrDefault(f => f.Name == name)?.GetFieldId();

    private static string Spell(PhysicalType type) => type.IsNested ? type.Kind.ToString().ToLowerInvariant() : type.ToString();
}
