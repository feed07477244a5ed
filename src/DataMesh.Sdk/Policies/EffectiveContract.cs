namespace DataMesh;

/// <summary>A contract as a reader may know it: visible columns only, and of a masked column only what is still true.</summary>
internal static class EffectiveContract
{
    public static DataContract Of(DataContract contract, AccessPlan plan)
    {
        if (plan.IsUnrestricted && plan.Columns.Count == contract.Schema.Properties.Count)
            return contract;
        Dictionary<string, PlannedColumn> columns = plan.Columns.ToDictionary(c => c.Stored.Name, StringComparer.Ordinal);
        // A key identifies rows only while each of its columns still tells values apart.
        bool hasKey = contract.Schema.Key.All(p => columns.TryGetValue(p.Name, out PlannedColumn? column) && column.Uniform is NoMask or HashMask);
        return contract with
        {
            Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Where(p => columns.ContainsKey(p.Name)).Select(p => Show(p, columns[p.Name], hasKey))] },
            Promise = [.. contract.Promise.Where(o => o.Level is not (ServiceLevel.CoversUpTo or ServiceLevel.LatencyWithin) || SeesEvents(contract, columns))],
            Partitioning = [.. contract.Partitioning.Where(f => columns.TryGetValue(f.Column, out PlannedColumn? column) && column.Uniform is NoMask)],
            SortOrder = [.. contract.SortOrder.TakeWhile(f => columns.TryGetValue(f.Column, out PlannedColumn? column) && column.Uniform is NoMask)],
            Quality = [.. contract.Quality.Where(r => r is not SqlRule && r.Columns.All(name => columns.TryGetValue(name, out PlannedColumn? column) && column.Uniform is NoMask))],
        };
    }

    private static bool SeesEvents(DataContract contract, Dictionary<string, PlannedColumn> columns) =>
        contract.Schema.Properties.FirstOrDefault(p => p.IsEventTime) is { } column && columns.TryGetValue(column.Name, out PlannedColumn? planned) && planned.Uniform is NoMask;

    private static SchemaProperty Show(SchemaProperty property, PlannedColumn column, bool hasKey)
    {
        SchemaProperty shown = property with { Required = property.Required && !column.CanBeNull, KeyPosition = hasKey ? property.KeyPosition : null };
        return column.Uniform is NoMask ? shown : shown with { Constraints = PropertyConstraints.None, IsEventTime = false };
    }
}
