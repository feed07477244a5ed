using System.Globalization;
using Apache.Arrow;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Tests.Policies;

/// <summary>The shipped decision and kernels without store and files: one row at a time, so that it shows which row gave what.</summary>
internal sealed class PureReader
{
    private readonly PortBinding _port;
    private readonly Schema _stored;
    private readonly ManualTime _time = new(TableGen.Epoch);

    public PureReader(PolicyDocument document, SchemaObject schema, IReadOnlyList<AccessAgreement> agreements)
    {
        Schema = schema;
        _stored = new Schema(schema.Properties.Select((p, i) => ArrowFields.Create(p.Name, p.Type, !p.Required, i + 1)), null);
        PortName name = PortName.Parse(PolicyMesh.Port);
        OutputPortDescriptor output = new() { Name = name.Port, Version = new SemanticVersion(1, 0, 0), TablePath = "people/records/ports/rows/v1-00000000", Format = "iceberg" };
        _port = new PortBinding
        {
            Name = name,
            Output = output,
            Contract = new DataContract { Port = name, Version = output.Version, Schema = schema, Mode = PublishMode.Append },
            Product = new Adapters.Authoring.ProductRegistration
            {
                Head = 1,
                Descriptor = new DataProductDescriptor { Id = document.Product, Name = name.Product, OutputPorts = [output] },
                Contracts = [],
                Policy = document,
                Agreements = agreements,
                Store = new Adapters.InMemoryObjectStore(),
            },
        };
    }

    public SchemaObject Schema { get; }

    /// <summary>Columns bound to the field ids that the stored schema has here.</summary>
    public static IReadOnlyList<ColumnClassification> Bind(SchemaObject schema) =>
        [.. schema.Properties.Select((p, i) => new ColumnClassification { FieldId = i + 1, Name = p.Name, Level = ColumnLevels.Effective(p.Classification, p.Categories), Categories = p.Categories })];

    /// <summary>What the principal gets of each row: null for a hidden row; null for everything when it is denied.</summary>
    public async Task<(IReadOnlyList<string> Columns, ScalarValue[]?[] Rows)?> ReadAsync(Asking asking, IReadOnlyList<ScalarValue[]> rows)
    {
        AccessDecider decider = new([], _time, NullLogger.Instance) { Region = asking.Region };
        AccessDecision decision = decider.Decide(_port, asking.Principal, asking.Purpose, pretendOffer: null);
        if (!decision.IsAllowed)
            return null;
        MaskKeys keys = await MaskKeys.FindAsync(new TestKeys(), _port, decision, NullLogger.Instance, CancellationToken.None);
        AccessPlan plan = AccessPlanner.Plan(_port, decision, _stored, _stored, keys.Missing, asking.Now);
        if (plan.Denial is not null)
            return null;
        string[] columns = [.. plan.Schema.FieldsList.Select(f => f.Name)];
        RowPolicy policy = new(plan, columns, keys, asking.Principal, asking.Now, decode: true);
        return (columns, [.. rows.Select(r => Read(policy, r))]);
    }

    private ScalarValue[]? Read(RowPolicy policy, ScalarValue[] row)
    {
        SchemaProperty[] needed = [.. policy.StoredColumns.Select(c => Schema.Find(c)!)];
        RecordBatch batch = new(new Schema(needed.Select(p => _stored.GetFieldByName(p.Name)), null), needed.Select(p => CellColumns.Build(p.Type, [row[IndexOf(p)]])), 1);
        using RecordBatch? visible = policy.Apply(batch);
        return visible is null || visible.Length == 0 ? null
            : [.. visible.Schema.FieldsList.Select((f, i) => CellColumns.Read(visible.Column(i), PhysicalType.TryFromArrow(f.DataType)!.Value, 0))];
    }

    private int IndexOf(SchemaProperty property) => Schema.Properties.Select((p, i) => (p, i)).First(p => p.p.Name == property.Name).i;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_port.Name} with {Schema.Properties.Count} columns");
}
