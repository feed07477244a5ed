using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Which contract version a table has its columns from.</summary>
internal static class TableColumns
{
    /// <summary>The table property that names the contract version for which the columns were last changed; described in <c>docs/protocol/layout.md</c>.</summary>
    public const string VersionProperty = "datamesh.columns-version";

    /// <summary>The properties that a change of columns leaves.</summary>
    public static IReadOnlyDictionary<string, string> Mark(DataContract contract) => new Dictionary<string, string> { [VersionProperty] = contract.Version.ToString() };

    /// <summary>What a contract asks of a table; null when it has the contract's columns.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the table cannot become so, or is one of a later version.</exception>
    public static ColumnEvolution? FindEvolution(TableState table, DataContract contract)
    {
        ColumnEvolution plan = ColumnEvolution.Plan(contract, table.Schema, table.Key, table.Partitioning, table.SortOrder);
        if (!plan.IsChange && plan.Obstacles.Count == 0)
            return null;
        // A registration of a later version that did not reach its head may have changed the table: what it added must not be dropped again.
        if (table.Properties.TryGetValue(VersionProperty, out string? text) && SemanticVersion.TryParse(text, null, out SemanticVersion version) && version > contract.Version)
            throw Invalid(contract, $"version {contract.Version} would change the columns of a table that was already changed for version {version}. Register code of version {version} or later.");
        return plan.Obstacles.Count == 0 ? plan
            : throw Invalid(contract, $"its table cannot get the columns of version {contract.Version}: {string.Join("; ", plan.Obstacles)}. Raise the major version to {contract.Version.Major + 1}.0.0: it gets a table of its own, beside the old one.");
    }

    /// <summary>Refuses to publish rows of a contract into a table that has other columns.</summary>
    /// <exception cref="CommitConflictException">A column is missing or has another type.</exception>
    public static void Demand(TableState table, DataContract contract)
    {
        foreach (SchemaProperty property in contract.Schema.Properties)
        {
            Field? stored = table.Schema.FieldsList.FirstOrDefault(f => f.Name == property.Name);
            if (stored is null || PhysicalType.TryFromArrow(stored.DataType) != property.Type)
                throw new CommitConflictException($"Cannot publish to '{contract.Port}': its table {(stored is null ? "has no column" : "has another type for the column")} '{property.Name}' of version {contract.Version}, because another version of the contract is being registered. Nothing was published. Publish again; if it stays so, deploy the newer code.")
                {
                    Product = contract.Port.Product,
                    Port = contract.Port,
                    Operation = "publish",
                };
        }
    }

    private static DataMeshException Invalid(DataContract contract, string problem) =>
        new(DataMeshErrorKind.InvalidDefinition, $"Cannot register port '{contract.Port}': {problem}") { Product = contract.Port.Product, Port = contract.Port, Operation = "register" };
}
