using System.Collections.Concurrent;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

/// <summary>Stands in for a table format: gives field ids and remembers which folders have a table.</summary>
internal sealed class FakeTables
{
    public ConcurrentDictionary<ObjectPath, Schema> Created { get; } = new();

    public PortDefinition Port(DataContract contract, params IReadOnlyList<Grant> grants) => new()
    {
        Contract = contract,
        Policy = new PortPolicy { Port = contract.Port.Port, Major = contract.Version.Major, Grants = grants },
        TableFormat = "iceberg",
        CreateTable = (path, id, definition, _) =>
        {
            Assert.EndsWith(id.ToString("N")[^8..], path.ToString(), StringComparison.Ordinal);
            Schema.Builder schema = new();
            foreach ((int index, SchemaProperty property) in definition.Schema.Properties.Index())
                schema.Field(ArrowFields.Create(property.Name, property.Type, !property.Required, fieldId: index + 1));
            Schema built = schema.Build();
            Assert.True(Created.TryAdd(path, built), "Every table has a folder of its own.");
            return Task.FromResult(built);
        },
        LoadTable = (path, _) => Task.FromResult(Created[path]),
        EvolveTable = (path, definition, _) =>
        {
            Schema before = Created[path];
            ColumnEvolution plan = ColumnEvolution.Plan(definition, before, [.. definition.Schema.Key.Select(p => p.Name)], definition.Partitioning, definition.SortOrder);
            Assert.Empty(plan.Obstacles);
            int last = before.FieldsList.Max(f => f.GetFieldId()!.Value);
            Created[path] = new Schema([.. plan.Schema.FieldsList.Select(f => f.GetFieldId() is not null ? f
                : ArrowFields.Create(f.Name, PhysicalType.TryFromArrow(f.DataType)!.Value, f.IsNullable, ++last))], null);
            return Task.CompletedTask;
        },
    };

    public ProductDefinition Orders(params IReadOnlyList<PortDefinition> ports) => new()
    {
        Name = Examples.Orders,
        Description = "All orders of the shop.",
        Owner = "sales@shop.example",
        Tags = ["orders"],
        Ports = ports,
    };

    public ProductDefinition Orders() => Orders(Port(Examples.Contract(), Examples.Finance));
}
