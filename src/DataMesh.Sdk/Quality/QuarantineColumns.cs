using Apache.Arrow;

namespace DataMesh;

/// <summary>The columns of a port's quarantine: those of the contract, all of them optional, and what says where a row came from and why it is there.</summary>
internal sealed class QuarantineColumns
{
    private static readonly string[] _names = ["_run", "_row", "_rules", "_reason"];

    private readonly SchemaObject _schema;

    public QuarantineColumns(SchemaObject schema)
    {
        _schema = schema;
        string[] own = [.. _names.Select(name => Free(name, schema))];
        (Run, Row, Rules, Reason) = (own[0], own[1], own[2], own[3]);
        Schema = new Schema(
        [
            .. schema.Properties.Select(p => ArrowFields.Create(p.Name, p.Type, nullable: true)),
            ArrowFields.Create(Run, PhysicalType.Of(PhysicalTypeKind.String), nullable: false),
            ArrowFields.Create(Row, PhysicalType.Of(PhysicalTypeKind.Int64), nullable: false),
            ArrowFields.Create(Rules, PhysicalType.Of(PhysicalTypeKind.String), nullable: false),
            ArrowFields.Create(Reason, PhysicalType.Of(PhysicalTypeKind.String), nullable: false),
        ], null);
    }

    /// <summary>The columns, without field ids.</summary>
    public Schema Schema { get; }

    /// <summary>The run that did not accept the row.</summary>
    public string Run { get; }

    /// <summary>The row's ordinal in the published stream.</summary>
    public string Row { get; }

    /// <summary>The names of the rules that it breaks, one per line.</summary>
    public string Rules { get; }

    /// <summary>What they demand, in words.</summary>
    public string Reason { get; }

    /// <summary>The rows of a batch with what is known about them. Takes the rows over.</summary>
    public RecordBatch Describe(RejectedRows rejected, Guid run)
    {
        StringArray.Builder runs = new(), rules = new(), reasons = new();
        Int64Array.Builder ordinals = new();
        string id = run.ToString("D");
        for (int row = 0; row < rejected.Rows.Length; row++)
        {
            runs.Append(id);
            ordinals.Append(rejected.Ordinals[row]);
            rules.Append(string.Join('\n', rejected.Rules[row].Select(r => r.Name)));
            reasons.Append(string.Join("; ", rejected.Rules[row].Select(r => r.Describe())));
        }
        IEnumerable<IArrowArray> own = Enumerable.Range(0, rejected.Rows.ColumnCount).Select(rejected.Rows.Column);
        Field[] fields = [.. Schema.FieldsList.Select((f, i) => i < rejected.Rows.ColumnCount ? f.WithEncodings(rejected.Rows.Column(i).Data.DataType) : f)];
        return new RecordBatch(new Schema(fields, null), [.. own, runs.Build(), ordinals.Build(), rules.Build(), reasons.Build()], rejected.Rows.Length);
    }

    /// <summary>The rows of a batch of the quarantine as the contract has them; shares the batch's memory for as long as it lives.</summary>
    public RecordBatch RowsOf(RecordBatch batch) =>
        new(_schema.ToArrowSchema(), _schema.Properties.Select(p => batch.Column(p.Name)), batch.Length);

    private static string Free(string name, SchemaObject schema)
    {
        while (schema.Find(name) is not null)
            name = $"_{name}";
        return name;
    }
}
