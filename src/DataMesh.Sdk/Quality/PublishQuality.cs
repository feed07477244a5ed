using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The quality side of one publish: assesses rows as they pass, keeps those that are not accepted, opens or closes the gate, and records what was found.</summary>
internal sealed class PublishQuality : IDisposable
{
    private readonly QualityContext _context;
    private readonly MeshServices _services;
    private readonly PortBinding _port;
    private readonly Guid _run;
    private readonly QualityAssessment _assessment;
    private readonly QuarantineWriter _quarantine;
    private readonly PublishProfile _profile;

    public PublishQuality(QualityContext context, Guid run)
    {
        (MeshServices services, PortBinding port) = (context.Services, context.Port);
        (_context, _services, _port, _run) = (context, services, port, run);
        _assessment = new QualityAssessment(port.Contract, port.Contract.Schema.ToArrowSchema());
        _quarantine = new QuarantineWriter(services, port, run);
        _profile = new PublishProfile(port);
    }

    /// <summary>Passes accepted rows on; takes the batches over.</summary>
    public async IAsyncEnumerable<RecordBatch> AssessAsync(IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _assessment.PrepareAsync(_context, cancellationToken).ConfigureAwait(false);
        await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            (RecordBatch? accepted, RejectedRows? rejected) = _assessment.Divide(batch);
            if (rejected is not null)
                await KeepAsync(rejected, accepted, cancellationToken).ConfigureAwait(false);
            if (accepted is null)
                continue;
            _profile.Add(accepted);
            yield return accepted;
        }
    }

    private async Task KeepAsync(RejectedRows rejected, RecordBatch? accepted, CancellationToken cancellationToken)
    {
        try
        {
            await _quarantine.AddAsync(rejected, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            accepted?.Dispose();
            throw;
        }
    }

    /// <summary>Decides, once all rows are written and before any is visible; puts the quarantined rows down when the gate is open.</summary>
    /// <param name="basis">The table that the publish started from.</param>
    /// <param name="change">What is about to be committed.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    /// <exception cref="QualityGateException">The gate is closed. The run is recorded as refused.</exception>
    public async Task<RunFindings> PassAsync(TableState basis, TableCommit change, CancellationToken cancellationToken)
    {
        if (_assessment.NeedsStaged)
            await _assessment.CompleteAsync(_context, _services.Tables.Stage(basis, change), cancellationToken).ConfigureAwait(false);
        RunFindings findings = new() { Rows = _assessment.Rows, Rejected = _assessment.Rejected, Results = _assessment.Finish(_services.Time.GetUtcNow()), Profile = _profile.Finish() };
        MeshTelemetry.Assessed(findings.Results);
        try
        {
            QualityGate.Demand(_port, findings, basis.Current?.Id);
        }
        catch (QualityGateException)
        {
            await RunRecord.WriteAsync(_services, _port, _run, findings, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        await _quarantine.CommitAsync(cancellationToken).ConfigureAwait(false);
        return findings;
    }

    /// <summary>Records a run that published. What cannot be recorded is logged: the rows are published all the same.</summary>
    public async Task RecordAsync(RunFindings findings, long snapshot)
    {
        if (findings.Rejected > 0)
            Log.RowsQuarantined(_services.Logger, findings.Rejected, _run, _port.Name.ToString());
        await RunRecord.WriteAsync(_services, _port, _run, findings with { Snapshot = snapshot }, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Deletes what was written and is not committed.</summary>
    public Task DiscardAsync() => _quarantine.DiscardAsync();

    public void Dispose()
    {
        _assessment.Dispose();
        _quarantine.Dispose();
    }
}
