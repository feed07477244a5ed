using Apache.Arrow;

namespace DataMesh;

/// <summary>Makes the policy of a declared port: every column it classifies or names is bound to the field id of its table, and what a steward has raised stays raised.</summary>
internal sealed class PortPolicyBuilder(PortDefinition port, Func<CancellationToken, Task<Schema>> table)
{
    /// <summary>The policy; the stored entry itself when it says the same, so that the table is not opened. Where things are written is not what they say.</summary>
    /// <param name="stored">The stored policy; null when there is none.</param>
    /// <param name="sameColumns">True when the stored policy was bound to the same columns.</param>
    /// <param name="cancellationToken">Cancels opening the table.</param>
    public async Task<PortPolicy> BuildAsync(PolicyDocument? stored, bool sameColumns, CancellationToken cancellationToken)
    {
        PortPolicy? current = stored?.Ports.FirstOrDefault(p => (p.Port, p.Major) == port.Key);
        if (current is not null && sameColumns)
        {
            Dictionary<string, int> known = current.Columns.DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, c => c.FieldId, StringComparer.Ordinal);
            PortPolicy same = Build(name => known.GetValueOrDefault(name), current);
            if (YamlDifference.Find(PortPolicyYaml.Write(same, withOrigins: false), PortPolicyYaml.Write(current, withOrigins: false)).Count == 0)
                return current;
        }
        Schema schema = await table(cancellationToken).ConfigureAwait(false);
        return Build(name => schema.FieldsList.FirstOrDefault(f => f.Name == name)?.GetFieldId() ?? throw new DataMeshException(DataMeshErrorKind.CorruptData,
            $"Cannot bind the policy of port '{port.Contract.Port}' to its table: the table has no column '{name}' with a field id. Restore the table."), current);
    }

    private PortPolicy Build(Func<string, int> fieldId, PortPolicy? current)
    {
        HashSet<string> named = PolicyColumns.Of(port.Policy).ToHashSet(StringComparer.Ordinal);
        return port.Policy with
        {
            Port = port.Key.Port,
            Major = port.Key.Major,
            Columns = [.. port.Contract.Schema.Properties
                .Select(p => ColumnLevels.Of(p, port.Policy))
                .Select(c => FindStored(current, c.Name, fieldId) is { } stored ? ColumnLevels.Raise(c, stored) : c)
                .Where(c => c.Level != Classification.Internal || c.Categories != Category.None || c.KeepBounds || named.Contains(c.Name))
                .Select(c => c with { FieldId = Bind(c, fieldId(c.Name)) })],
        };
    }

    // What a steward raised is a field, whatever it is called today.
    private static ColumnClassification? FindStored(PortPolicy? current, string name, Func<string, int> fieldId) =>
        current is null || !current.Columns.Any(c => c.Raised) ? null : current.Columns.FirstOrDefault(c => c.FieldId == fieldId(name));

    private int Bind(ColumnClassification column, int found) => column.FieldId == 0 || found == 0 || column.FieldId == found ? found
        : throw new DataMeshException(DataMeshErrorKind.InvalidDefinition,
            $"Cannot register port '{port.Contract.Port}': its policy binds '{column.Name}' to field {column.FieldId}, and in the table it is field {found}. Leave 'field' out of the text: it is bound by name.") { Port = port.Contract.Port, Operation = "register" };
}
