using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Checks what a new table is to be and gives ids to its columns and partition fields.</summary>
internal static class TableDefinitions
{
    public static IcebergField[] AssignIds(TableDefinition definition)
    {
        IReadOnlyList<Field> columns = definition.Schema.FieldsList;
        if (columns.Count == 0)
            throw IcebergErrors.Invalid("Cannot create a table without columns: give it at least one.");
        if (columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw IcebergErrors.Invalid($"Cannot create a table with two columns named '{twice.Key}': names must differ in more than case, because most SQL engines ignore case.");
        foreach (string name in definition.Key.Concat(definition.WithoutBounds).Where(name => !columns.Any(c => c.Name == name)))
            throw IcebergErrors.Invalid($"Cannot create the table: the definition refers to the column '{name}', which the schema does not have.");
        if (columns.FirstOrDefault(c => PhysicalType.TryFromArrow(c.DataType) is null) is { } foreign)
            throw IcebergErrors.Invalid($"Cannot create the table: the column '{foreign.Name}' has the Arrow type '{foreign.DataType.Name}', which has no stored form. Use one of the canonical types.");
        if (definition.Key.FirstOrDefault(k => PhysicalType.TryFromArrow(columns.First(c => c.Name == k).DataType)!.Value.IsNested) is { } nested)
            throw IcebergErrors.Invalid($"Cannot create the table: the key column '{nested}' holds structs, lists or maps. A key is made of single values.");
        Schema canonical = new(columns.Select(c => ArrowFields.Create(c.Name, PhysicalType.TryFromArrow(c.DataType)!.Value, c.IsNullable && !definition.Key.Contains(c.Name))), null);
        return [.. ArrowFields.NumberFields(canonical).FieldsList.Select(f => new IcebergField(f))];
    }

    /// <summary>A partitioning beside earlier ones: a field that one of them has keeps its id and name, others get what no field had.</summary>
    public static PartitionSpec CreateSpec(IReadOnlyList<PartitionField> partitioning, IReadOnlyList<IcebergField> fields, IReadOnlyCollection<string> withoutBounds, IReadOnlyList<PartitionSpec> earlier, int lastFieldId)
    {
        List<SpecField> spec = [];
        SpecField[] known = [.. earlier.SelectMany(s => s.Fields)];
        foreach (PartitionField partition in partitioning)
        {
            IcebergField source = fields.FirstOrDefault(f => f.Name == partition.Column)
                ?? throw IcebergErrors.Invalid($"Cannot partition by '{partition.Column}': the schema has no such column.");
            if (!partition.Transform.Supports(source.Type))
                throw IcebergErrors.Invalid($"Cannot partition by {partition.Transform} of '{source.Name}': the transform has no result for the type '{source.Type}'. Choose another transform or column.");
            if (withoutBounds.Contains(source.Name) && partition.Transform.Kind is not (PartitionTransformKind.Bucket or PartitionTransformKind.Void))
                throw IcebergErrors.Invalid($"Cannot partition by {partition.Transform} of '{source.Name}': its values would appear in table metadata, and the definition withholds them. Use a bucket transform or another column.");
            if (spec.Exists(f => f.SourceId == source.Id && f.Transform == partition.Transform))
                throw IcebergErrors.Invalid($"Cannot partition twice by {partition.Transform} of '{source.Name}': remove one of them.");
            spec.Add(known.FirstOrDefault(f => f.SourceId == source.Id && f.Transform == partition.Transform) is { } same ? same with { SourceType = source.Type }
                : new SpecField(source.Id, ++lastFieldId, NameOf(partition, fields, [.. known, .. spec]), partition.Transform, source.Type));
        }
        return new PartitionSpec(earlier.Select(s => s.Id + 1).DefaultIfEmpty(0).Max(), spec);
    }

    /// <summary>A sort order of an id; the unsorted one when there is nothing to sort by.</summary>
    public static SortOrder CreateOrder(IReadOnlyList<SortField> wanted, IReadOnlyList<IcebergField> fields, int id)
    {
        List<SortOrderField> order = [];
        foreach (SortField field in wanted)
        {
            IcebergField source = fields.FirstOrDefault(f => f.Name == field.Column) ?? throw IcebergErrors.Invalid($"Cannot sort by '{field.Column}': the schema has no such column.");
            if (source.Type.IsNested)
                throw IcebergErrors.Invalid($"Cannot sort by '{field.Column}': it holds structs, lists or maps. Sort by columns of single values.");
            if (order.Exists(f => f.SourceId == source.Id))
                throw IcebergErrors.Invalid($"Cannot sort twice by '{field.Column}': remove one of them.");
            order.Add(new SortOrderField(source.Id, field.Descending));
        }
        return order.Count == 0 ? SortOrder.Unsorted : new SortOrder(id, order);
    }

    public static IEnumerable<KeyValuePair<string, string>> Properties(TableDefinition definition, IReadOnlyList<IcebergField> fields, string fileFormat)
    {
        SortedDictionary<string, string> properties = new(StringComparer.Ordinal) { ["write.format.default"] = fileFormat };
        foreach ((string key, string value) in definition.Properties)
            properties[key] = value;
        foreach ((string key, string value) in Withhold([.. fields.Where(f => definition.WithoutBounds.Contains(f.Name))]))
            properties[key] = value;
        return properties;
    }

    /// <summary>The properties that withhold the bounds of columns, from us and from other writers.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Withhold(IReadOnlyList<IcebergField> withheld)
    {
        foreach (string path in withheld.SelectMany(f => LeafPaths(f.Arrow)))
            yield return new($"write.metadata.metrics.column.{path}", "counts");
        if (withheld.Count > 0)
            yield return new(TableMetadata.WithoutBoundsProperty, string.Join(',', withheld.SelectMany(f => f.AllIds)));
    }

    // Metrics are set for columns that have pages of their own; their names go from the top, joined by points.
    private static IEnumerable<string> LeafPaths(Field field) =>
        field.GetChildren() is { Count: > 0 } children ? children.SelectMany(LeafPaths).Select(path => $"{field.Name}.{path}") : [field.Name];

    private static string NameOf(PartitionField partition, IReadOnlyList<IcebergField> fields, List<SpecField> spec)
    {
        string name = partition.Transform.Kind switch
        {
            PartitionTransformKind.Identity => partition.Column,
            PartitionTransformKind.Truncate => partition.Column + "_trunc",
            PartitionTransformKind.Void => partition.Column + "_null",
            _ => $"{partition.Column}_{partition.Transform.Kind.ToString().ToLowerInvariant()}",
        };
        bool identity = partition.Transform.Kind == PartitionTransformKind.Identity;
        while (spec.Exists(f => f.Name == name) || (!identity && fields.Any(f => f.Name == name)))
            name += "_p";
        return name;
    }
}
