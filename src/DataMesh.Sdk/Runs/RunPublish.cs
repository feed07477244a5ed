namespace DataMesh;

/// <summary>Publishes to several ports of one product: all rows are written and pass their gates before the first commit, and the run is readable as one when the last one stands.</summary>
/// <remarks>The first commit, always of the same port, decides which of several attempts under one key makes the run.</remarks>
internal sealed class RunPublish(MeshRuntime runtime, IReadOnlyList<RunPart> parts, RunOptions options)
{
    private const string Operation = "publish run";

    private readonly string _ports = string.Join(' ', parts.Select(p => p.Reference));
    private readonly List<(PublishPipeline Pipeline, StagedPublish Publish)> _staged = [];
    private readonly Dictionary<PortReference, PublishResult> _done = [];

    private ProductName Product => parts[0].Port.Name.Product;

    /// <param name="bindings">The ports of the parts, in their order.</param>
    /// <param name="cancellationToken">Cancels the run; after the first commit has begun it no longer does.</param>
    public async Task<RunResult> RunAsync(IReadOnlyList<PortBinding> bindings, CancellationToken cancellationToken)
    {
        Guid run = await FindEarlierAsync(bindings, cancellationToken).ConfigureAwait(false) ?? RunId.Create(runtime.Services.Time.GetUtcNow());
        try
        {
            for (int i = 0; i < parts.Count; i++)
                await StageAsync(parts[i], bindings[i], run, cancellationToken).ConfigureAwait(false);
            await CommitAsync(run, cancellationToken).ConfigureAwait(false);
            return new RunResult { Id = run, Ports = _done };
        }
        finally
        {
            foreach ((PublishPipeline pipeline, StagedPublish publish) in _staged)
                await pipeline.CloseAsync(publish).ConfigureAwait(false);
        }
    }

    private async Task StageAsync(RunPart part, PortBinding port, Guid run, CancellationToken cancellationToken)
    {
        PublishPipeline pipeline = new(runtime.QualityOf(port), new PublishOptions { IdempotencyKey = options.IdempotencyKey, Reason = options.Reason }, run)
        {
            Recorded = new Dictionary<string, string> { [SummaryKeys.RunPorts] = _ports },
            IsForeign = part.IsForeign,
        };
        _staged.Add((pipeline, await pipeline.StageAsync(part.Open, cancellationToken).ConfigureAwait(false)));
    }

    private async Task CommitAsync(Guid run, CancellationToken cancellationToken)
    {
        try
        {
            for (int i = 0; i < parts.Count; i++)
            {
                PublishResult result = await _staged[i].Pipeline.CommitAsync(_staged[i].Publish, i == 0 ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
                if (result.Run != run)
                    throw new CommitConflictException($"another attempt under the same idempotency key has published to '{parts[i].Reference}' meanwhile.") { Product = Product, Port = parts[i].Port.Name, Operation = Operation };
                _done.Add(parts[i].Reference, result);
            }
            ProductRun record = new() { Id = run, Product = Product, CompletedAt = runtime.Services.Time.GetUtcNow(), Snapshots = _done.ToDictionary(d => d.Key, d => d.Value.Snapshot.Id) };
            await new ProductRunFiles(runtime.Services, Product).WriteAsync(record, CancellationToken.None).ConfigureAwait(false);
            Log.RunCompleted(runtime.Services.Logger, run, Product.ToString(), _ports);
        }
        catch (CommitConflictException error) when (_done.Count > 0 || error.Operation == Operation)
        {
            throw new CommitConflictException(Unfinished(error), error) { Product = Product, Port = error.Port, Operation = Operation };
        }
        catch (DataMeshException error) when (_done.Count > 0)
        {
            throw new DataMeshException(error.Kind, Unfinished(error), error) { Product = Product, Port = error.Port, Operation = Operation, IsTransient = error.IsTransient };
        }
    }

    private string Unfinished(DataMeshException error) =>
        $"The run over '{_ports.Replace(" ", "', '", StringComparison.Ordinal)}' is not complete: {error.Message} {(_done.Count == 0 ? "Nothing of this attempt is visible." : $"'{string.Join("', '", _done.Keys)}' {(_done.Count == 1 ? "has its" : "have their")} rows; readers as of a run do not see them yet.")} Publish the run again under the same idempotency key, which completes it.";

    // The run that published under the key before, whole or in part.
    private async Task<Guid?> FindEarlierAsync(IReadOnlyList<PortBinding> bindings, CancellationToken cancellationToken)
    {
        foreach (PortBinding port in bindings)
        {
            string key = CommitKeys.Create(port.Product.Descriptor.Id, port.Reference, options.IdempotencyKey);
            if (await runtime.Services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false) is not { } table
                || table.Snapshots.LastOrDefault(s => s.Summary.GetValueOrDefault(SummaryKeys.CommitKey) == key) is not { } earlier)
                continue;
            string? ports = earlier.Summary.GetValueOrDefault(SummaryKeys.RunPorts);
            return ports == _ports && Guid.TryParse(earlier.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run) ? run
                : throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot publish a run to '{_ports.Replace(" ", "', '", StringComparison.Ordinal)}': its idempotency key was used before, {(ports is null ? $"for a publish to '{port.Reference}' alone" : $"for a run over '{ports.Replace(" ", "', '", StringComparison.Ordinal)}'")}. Take another key, or publish to the same ports as before.")
                { Product = Product, Port = port.Name, Operation = Operation };
        }
        return null;
    }
}
