using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Whether the number that a statement gives lies between bounds, over the rows that the port would have.</summary>
internal sealed class SqlCheck(SqlRule rule) : SetCheck(rule)
{
    private double? _value;

    public override bool NeedsStaged => true;

    /// <summary>What statements call the rows of a port.</summary>
    public static string RelationName(PortName port) => port.Port.Replace('-', '_');

    public override Task PrepareAsync(QualityContext context, CancellationToken cancellationToken)
    {
        // Before a row is read, not after all are written.
        _ = context.Engine(rule);
        return Task.CompletedTask;
    }

    public override async Task CompleteAsync(QualityContext context, TableState staged, CancellationToken cancellationToken)
    {
        QueryPlan plan = new() { Sql = rule.Query, Relations = [new StagedRelation(RelationName(context.Port.Name), context, staged)], BatchRows = context.Services.Limits.BatchRows };
        try
        {
            QueryRun run = await context.Engine(rule).StartAsync(plan, cancellationToken).ConfigureAwait(false);
            await using (run.ConfigureAwait(false))
                _value = ToNumber(context, await ScalarResult.ReadAnyAsync(run.ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false));
        }
        catch (DataMeshException error) when (error.Operation != "publish")
        {
            throw context.Refuse(rule, error.Kind, $"cannot be evaluated. {error.Message}", error);
        }
    }

    public override QualityResult Finish(long rows, DateTimeOffset now) => Result(
        _value is not { } value || ((rule.AtLeast is not { } low || value >= low) && (rule.AtMost is not { } high || value <= high)),
        _value is { } number && number >= 0 && number <= long.MaxValue && Math.Floor(number) == number ? (long)number : null);

    private double? ToNumber(QualityContext context, object? value) => value switch
    {
        null => null,
        long number => number,
        double number => number,
        decimal number => (double)number,
        _ => throw context.Refuse(rule, DataMeshErrorKind.InvalidDefinition, $"gives a value of type {value.GetType().Name}, and a number is expected. Count rows, or cast the value."),
    };

    private sealed class StagedRelation(string name, QualityContext context, TableState staged) : QueryRelation
    {
        private readonly Schema _schema = context.Port.Contract.Schema.ToArrowSchema();

        public override string Name => name;

        public override Schema Schema => _schema;

        public override async IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            TableFormat tables = context.Services.Tables;
            FileReadRequest read = new() { Columns = columns ?? [.. _schema.FieldsList.Select(f => f.Name)], Filter = filter, BatchRows = context.Services.Limits.BatchRows, AllowDictionaries = true };
            await foreach (ScanTask task in tables.PlanAsync(staged, new ScanRequest { Filter = filter }, cancellationToken).ConfigureAwait(false))
                await foreach (RecordBatch batch in tables.ReadTaskAsync(task, read, cancellationToken).ConfigureAwait(false))
                    yield return batch;
        }
    }
}
