using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Holds the rows that a port has against rules that it may not have yet. No row leaves.</summary>
internal sealed class QualityInspection(QualityContext context)
{
    public async Task<QualityCheck> RunAsync(IReadOnlyList<QualityRule> rules, decimal quarantineLimit, CancellationToken cancellationToken)
    {
        (MeshServices services, PortBinding port) = (context.Services, context.Port);
        DataContract contract = port.Contract with { Quality = rules, QuarantineLimit = quarantineLimit };
        Schema schema = contract.Schema.ToArrowSchema();
        TableState table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot check '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = "check" };
        using QualityAssessment assessment = new(contract, schema);
        await assessment.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        FileReadRequest request = new() { Columns = [.. schema.FieldsList.Select(f => f.Name)], BatchRows = services.Limits.BatchRows };
        await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in services.Tables.ReadTaskAsync(task, request, cancellationToken).ConfigureAwait(false))
            {
                (RecordBatch? accepted, RejectedRows? rejected) = assessment.Divide(batch);
                accepted?.Dispose();
                rejected?.Dispose();
            }
        await assessment.CompleteAsync(context, table, cancellationToken).ConfigureAwait(false);
        RunFindings findings = new() { Rows = assessment.Rows, Rejected = assessment.Rejected, Results = assessment.Finish(services.Time.GetUtcNow()) };
        return new QualityCheck { Rows = findings.Rows, Quarantined = findings.Rejected, Results = findings.Results, Refusals = [.. QualityGate.Reasons(contract, findings)] };
    }
}
