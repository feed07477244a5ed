using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Lifecycles as one principal moves them.</summary>
internal sealed class MeshLifecycle(MeshRuntime runtime, MeshPrincipal? principal) : IMeshLifecycle
{
    private const int LongestText = 4_000;

    private LifecycleDesk Desk => new(runtime, new ProviderSide(runtime, principal));

    public Task<DataContract> ActivateAsync(PortReference port, string reason, CancellationToken cancellationToken = default)
    {
        Check(port, reason, nameof(reason));
        return Desk.MoveAsync(port, "activate", reason, (binding, _) => Task.FromResult(LifecycleRules.Activate(binding)), cancellationToken);
    }

    public Task<DataContract> DeprecateAsync(PortReference port, Deprecation deprecation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deprecation);
        Check(port, deprecation.Reason ?? "-", nameof(deprecation));
        return Desk.MoveAsync(port, "deprecate", deprecation.Reason, async (binding, token) =>
        {
            DataContract next = LifecycleRules.Deprecate(binding, deprecation);
            await DemandServedAsync(binding, "deprecate", deprecation.Successor, token).ConfigureAwait(false);
            return next;
        }, cancellationToken);
    }

    public Task<DataContract> RetireAsync(PortReference port, Retirement retirement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retirement);
        Check(port, retirement.Reason, nameof(retirement));
        return Desk.MoveAsync(port, "retire", retirement.Reason, async (binding, token) =>
        {
            await DemandServedAsync(binding, "retire", retirement.Successor, token).ConfigureAwait(false);
            IReadOnlyList<PortConsumer> consumers = retirement.Force ? [] : await FindConsumersAsync(binding, token).ConfigureAwait(false);
            return LifecycleRules.Retire(binding, retirement, consumers, DateOnly.FromDateTime(runtime.Services.Time.GetUtcNow().UtcDateTime));
        }, cancellationToken);
    }

    public async IAsyncEnumerable<PortConsumer> ListConsumersAsync(PortReference port, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Check(port, "-", nameof(port));
        PortBinding binding = await Desk.DemandAsync(port, "list consumers", cancellationToken).ConfigureAwait(false);
        foreach (PortConsumer consumer in await FindConsumersAsync(binding, cancellationToken).ConfigureAwait(false))
            yield return consumer;
    }

    private async Task<IReadOnlyList<PortConsumer>> FindConsumersAsync(PortBinding port, CancellationToken cancellationToken)
    {
        await runtime.Services.Audit.FlushAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ProductCatalog> catalogs = await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false);
        return await new ConsumerSearch(catalogs, new AuditFolder(runtime.Services.Store, runtime.Services.Time), runtime.Services.Time.GetUtcNow()).FindAsync(port, cancellationToken).ConfigureAwait(false);
    }

    // A wrong name would send every consumer nowhere.
    private async Task DemandServedAsync(PortBinding port, string operation, PortReference? successor, CancellationToken cancellationToken)
    {
        if (successor is not { } named)
            return;
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            if (await catalog.FindAsync(named.Port.Product, cancellationToken).ConfigureAwait(false) is { } product && Discovery.Candidates(product, named).FirstOrDefault() is { } found)
            {
                if (found.Reference == port.Reference)
                    throw LifecycleRules.Invalid(port.Reference, operation, "it cannot be its own Successor. Name another port, or another major version of it.");
                if (found.Contract.Status == LifecycleStatus.Retired)
                    throw LifecycleRules.Invalid(port.Reference, operation, $"its Successor '{named}' is retired. Name a port that is served.");
                return;
            }
        throw LifecycleRules.Invalid(port.Reference, operation, $"its Successor '{named}' is no port of this mesh. Register it first, or correct the name.");
    }

    private static void Check(PortReference port, string text, string argument)
    {
        if (port == default)
            throw new ArgumentException("The default PortReference names no port.", nameof(port));
        ArgumentException.ThrowIfNullOrWhiteSpace(text, argument);
        if (text.Length > LongestText)
            throw new ArgumentException($"A reason has at most {LongestText} characters, this one has {text.Length}.", argument);
    }
}
