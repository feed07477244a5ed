using System.Runtime.ExceptionServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>An older major version that a publish also publishes, as it is registered.</summary>
internal sealed record MajorTarget(OlderMajor Major, PortBinding Binding);

/// <summary>
/// One publish to several major versions of a port, in one pass over the rows. Each is staged by a pipeline of its own; they commit the oldest first, once all are staged. So a newest version that has
/// the rows says that all have them, and what failed in between is completed by the same key.
/// </summary>
internal sealed class MajorPublish(MeshRuntime runtime, PortDeclaration newest, PortBinding binding, IReadOnlyList<MajorTarget> older, PublishOptions options)
{
    private readonly PublishOptions _options = options with { IdempotencyKey = options.IdempotencyKey ?? Guid.CreateVersion7().ToString("D") };
    private readonly ProductRunFiles _runs = new(runtime.Services, binding.Name.Product);
    private readonly List<MajorPart> _parts = [];
    private readonly Dictionary<PortReference, PublishResult> _done = [];

    public bool IsForeign { get; init; }

    private IEnumerable<PortReference> Ports => older.Select(o => o.Binding.Reference).Append(binding.Reference);

    /// <param name="open">Opens the rows of the newest version, once; not at all when the publish was done before.</param>
    /// <param name="cancellationToken">Cancels the publish; after the first commit has begun it no longer does.</param>
    /// <exception cref="PartialPublishException">A commit failed after another one.</exception>
    public async Task<PublishResult> RunAsync(Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken)
    {
        // Without a key of the caller nobody can have begun this publish.
        if (options.IdempotencyKey is not null)
            await FindEarlierAsync(cancellationToken).ConfigureAwait(false);
        if (!_done.ContainsKey(binding.Reference))
            await PublishMissingAsync(_done.Values.Select(r => r.Run).FirstOrDefault(r => r is not null) ?? Guid.CreateVersion7(runtime.Services.Time.GetUtcNow()), open, cancellationToken).ConfigureAwait(false);
        await RecordAsync().ConfigureAwait(false);
        _done.Remove(binding.Reference, out PublishResult? result);
        return result! with { OlderMajors = _done };
    }

    private async Task PublishMissingAsync(Guid run, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken)
    {
        MajorFeed feed = new(newest, runtime.Services.Limits.BatchRows);
        foreach (MajorTarget target in older.Where(o => !_done.ContainsKey(o.Binding.Reference)))
        {
            (Func<CancellationToken, IAsyncEnumerable<RecordBatch>> rows, Action abandon) = feed.AddBranch(target.Major);
            _parts.Add(new MajorPart(target.Binding.Reference, Pipeline(target.Binding, _options with { Progress = null }, run), rows, abandon));
        }
        _parts.Add(new MajorPart(binding.Reference, Pipeline(binding, _options, run, feed), open, () => { }));
        try
        {
            await StageAsync(cancellationToken).ConfigureAwait(false);
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (MajorPart part in _parts)
                await part.CloseAsync().ConfigureAwait(false);
        }
    }

    private PublishPipeline Pipeline(PortBinding port, PublishOptions of, Guid run, MajorFeed? feed = null) => new(runtime.QualityOf(port), of, run)
    {
        Recorded = new Dictionary<string, string> { [SummaryKeys.RunPorts] = string.Join(' ', Ports.OrderBy(p => p.ToString(), StringComparer.Ordinal)) },
        IsForeign = IsForeign && feed is not null,
        Feed = feed,
    };

    // All at once: each older version waits for the rows that the newest one reads.
    private async Task StageAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] stages = [.. _parts.Select(p => p.StageAsync(stop))];
        await Task.WhenAll(stages).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (System.Array.TrueForAll(stages, s => s.IsCompletedSuccessfully))
            return;
        // Those that were stopped because of another one are cancelled.
        Exception error = stages.Select(s => s.Exception?.InnerException).LastOrDefault(e => e is not null) ?? new OperationCanceledException(cancellationToken);
        if (_done.Count > 0 && error is not OperationCanceledException)
            throw Partial(error);
        ExceptionDispatchInfo.Throw(error);
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach (MajorPart part in _parts)
            try
            {
                _done[part.Port] = await part.CommitAsync(_done.Count == 0 ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException && (_done.Count > 0 || !TableChange.IsNotCommitted(error)))
            {
                throw Partial(error);
            }
    }

    // Only then do readers as of the run see it. What is recorded already is left.
    private async Task RecordAsync()
    {
        if (_done[binding.Reference].Run is not { } run)
            return;
        try
        {
            await _runs.WriteAsync(new ProductRun { Id = run, Product = binding.Name.Product, CompletedAt = runtime.Services.Time.GetUtcNow(), Snapshots = _done.ToDictionary(d => d.Key, d => d.Value.Snapshot.Id) }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DataMeshException error)
        {
            throw Partial(error);
        }
    }

    private PartialPublishException Partial(Exception error)
    {
        PortReference[] missing = [.. Ports.Where(p => !_done.ContainsKey(p))], committed = [.. Ports.Where(_done.ContainsKey)];
        string reason = error is DataMeshException ? error.Message : $"The reason is a {error.GetType().Name}.";
        string who = missing.Length == 0 ? "all of them have the rows, but the run is not recorded"
            : committed.Length > 0 ? $"'{string.Join("', '", committed)}' has the rows, '{string.Join("', '", missing)}' may not" : "whether any has the rows is not known";
        return new($"The publish to '{string.Join("', '", Ports)}' broke off between its commits: {who}. {reason} Publish the same rows again with the IdempotencyKey of this exception: what is done stays as it is, the rest follows.", error)
        {
            Product = binding.Name.Product,
            Port = binding.Name,
            Operation = "commit",
            IdempotencyKey = _options.IdempotencyKey!,
            Committed = committed,
            Missing = missing,
        };
    }

    private async Task FindEarlierAsync(CancellationToken cancellationToken)
    {
        foreach (PortBinding port in older.Select(o => o.Binding).Append(binding))
            if (await new PublishPipeline(runtime.QualityOf(port), _options).FindEarlierAsync(cancellationToken).ConfigureAwait(false) is { } done)
                _done.Add(port.Reference, done);
    }
}
