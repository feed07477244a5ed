using Apache.Arrow;

namespace DataMesh;

/// <summary>Makes the policy of a declared port, with classifications bound to the field ids of its table.</summary>
internal sealed class PortPolicyBuilder(PortDefinition port, Func<CancellationToken, Task<Schema>> table)
{
    /// <summary>The policy; the stored entry itself when it says the same, so that the table is not opened.</summary>
    public async Task<PortPolicy> BuildAsync(PolicyDocument? stored, CancellationToken cancellationToken)
    {
        PortPolicy? current = stored?.Ports.FirstOrDefault(p => (p.Port, p.Major) == port.Key);
        if (current is not null)
        {
            Dictionary<string, int> known = current.Columns.DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, c => c.FieldId, StringComparer.Ordinal);
            PortPolicy same = Build(name => known.GetValueOrDefault(name));
            if (YamlDifference.Find(PolicyDocumentYaml.WritePort(same), PolicyDocumentYaml.WritePort(current)).Count == 0)
                return current;
        }
        Schema schema = await table(cancellationToken).ConfigureAwait(false);
        return Build(name => schema.FieldsList.FirstOrDefault(f => f.Name == name)?.GetFieldId() ?? throw new DataMeshException(DataMeshErrorKind.CorruptData,
            $"Cannot bind the policy of port '{port.Contract.Port}' to its table: the table has no column '{name}' with a field id. Restore the table."));
    }

    private PortPolicy Build(Func<string, int> fieldId) => new()
    {
        Port = port.Key.Port,
        Major = port.Key.Major,
        Grants = port.Grants,
        Columns = [.. port.Contract.Schema.Properties
            .Select(p => (p.Name, Sensitivity: PropertySensitivity.Of(p)))
            .Select(p => new ColumnClassification { FieldId = 0, Name = p.Name, Level = p.Sensitivity.Level, Categories = p.Sensitivity.Categories })
            .Where(c => c.Level != Classification.Internal || c.Categories != Category.None)
            .Select(c => c with { FieldId = fieldId(c.Name) })],
    };
}
