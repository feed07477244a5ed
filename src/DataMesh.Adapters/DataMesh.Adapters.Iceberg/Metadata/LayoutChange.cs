using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>How files are laid out after a change. A partitioning, a partition field or an order that the table had before is the same again; ids are never given to anything else.</summary>
/// <param name="Spec">The partitioning of files that are written from now on.</param>
/// <param name="LastFieldId">The greatest partition field id that was ever given.</param>
/// <param name="Order">The order that rows are sorted in.</param>
internal sealed record LayoutChange(PartitionSpec Spec, int LastFieldId, SortOrder Order)
{
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>.</exception>
    public static LayoutChange Create(TableMetadata metadata, IReadOnlyList<IcebergField> fields, TableEvolution evolution)
    {
        PartitionSpec spec = metadata.DefaultSpec;
        if (evolution.Partitioning is { } partitioning)
        {
            HashSet<string> withheld = [.. fields.Where(f => evolution.WithoutBounds.Contains(f.Name) || f.AllIds.Any(metadata.WithoutBounds.Contains)).Select(f => f.Name)];
            spec = TableDefinitions.CreateSpec(partitioning, fields, withheld, [.. metadata.Specs.Values], metadata.LastPartitionId);
            spec = metadata.Specs.Values.Where(s => IsSame(s, spec)).OrderByDescending(s => s.Id == metadata.DefaultSpec.Id).FirstOrDefault() ?? spec;
        }
        return new LayoutChange(spec, Math.Max(metadata.LastPartitionId, spec.Fields.Select(f => f.FieldId).DefaultIfEmpty(0).Max()), OrderOf(metadata, fields, evolution));
    }

    private static bool IsSame(PartitionSpec a, PartitionSpec b) => a.Fields.Select(f => (f.SourceId, f.Transform)).SequenceEqual(b.Fields.Select(f => (f.SourceId, f.Transform)));

    private static SortOrder OrderOf(TableMetadata metadata, IReadOnlyList<IcebergField> fields, TableEvolution evolution)
    {
        if (evolution.SortOrder is not { } wanted)
            return metadata.SortOrder.Fields?.FirstOrDefault(o => !fields.Any(f => f.Id == o.SourceId)) is { } lost
                ? throw IcebergErrors.Invalid($"Cannot change the columns of the table: it is sorted by '{metadata.CurrentSchema.Find(lost.SourceId)?.Name}', which would be dropped. Give it another order in the same change.") : metadata.SortOrder;
        SortOrder order = TableDefinitions.CreateOrder(wanted, fields, metadata.SortOrders.Max(o => o.Id) + 1);
        return metadata.SortOrders.FirstOrDefault(o => o.Fields is not null && o.Fields.SequenceEqual(order.Fields!)) ?? order;
    }
}
