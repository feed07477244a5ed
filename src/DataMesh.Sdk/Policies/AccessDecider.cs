using System.Collections.Frozen;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>Decides who may see what of a port: default deny, grants give, rules restrict, vendor engines only tighten. Fails closed. Thread-safe.</summary>
internal sealed class AccessDecider(IReadOnlyList<PolicyEngine> engines, TimeProvider time, ILogger logger)
{
    private readonly DecisionCache _cache = new();

    /// <summary>Where this process runs; null when nobody says.</summary>
    public string? Region { get; set; }

    /// <param name="port">The port.</param>
    /// <param name="principal">Who reads; null: nobody who says so.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="pretendOffer">An offer that is taken as given to the principal, to show what it would see; null: what holds.</param>
    /// <param name="cancellationToken">Cancels asking vendor engines.</param>
    public async ValueTask<AccessDecision> DecideAsync(PortBinding port, MeshPrincipal? principal, Purpose purpose, string? pretendOffer, CancellationToken cancellationToken)
    {
        AccessDecision decision = Decide(port, principal, purpose, pretendOffer);
        foreach (PolicyEngine engine in engines)
            if (decision.IsAllowed)
                decision = Intersect(decision, port, await AskAsync(engine, port, principal!, purpose, cancellationToken).ConfigureAwait(false));
        return decision;
    }

    /// <summary>The columns whose existence a principal may know: those that a grant or agreement shows it, for whichever purpose.</summary>
    /// <remarks>With a vendor engine nobody is asked for a whole listing, so no columns show.</remarks>
    public IReadOnlyList<string> VisibleColumns(PortBinding port, MeshPrincipal principal) =>
        engines.Count > 0 ? [] : new ColumnListing(port, principal, time.GetUtcNow()).List();

    /// <summary>The built-in decision, from the cache while it holds.</summary>
    public AccessDecision Decide(PortBinding port, MeshPrincipal? principal, Purpose purpose, string? pretendOffer)
    {
        DateTimeOffset now = time.GetUtcNow();
        DecisionKey? key = principal is null ? null : new DecisionKey(port, principal, purpose, Region, pretendOffer);
        if (key is not null && _cache.Find(key, now) is { } known)
            return known;
        AccessDecision decision = new PolicyEvaluation(port, principal, purpose, Region, now).Decide(pretendOffer);
        if (!decision.IsAllowed && port.Product.Policy is null && principal is not null)
            Log.PolicyUnreadable(logger, port.Name.ToString(), port.Product.PolicyProblem ?? "missing");
        else if (key is not null && decision.HoldsUntil > now)
            _cache.Add(key, decision);
        return decision;
    }

    private async ValueTask<PolicyDecision> AskAsync(PolicyEngine engine, PortBinding port, MeshPrincipal principal, Purpose purpose, CancellationToken cancellationToken)
    {
        AccessAttempt attempt = new() { Principal = principal, Purpose = purpose, Product = port.Product.Descriptor.Id, Port = port.Name, Version = port.Contract.Version };
        try
        {
            PolicyDecision decision = await engine.DecideAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (decision.HiddenColumns?.All(c => port.Contract.Schema.Find(c) is not null) ?? true)
                return decision;
            Log.PolicyEngineUnknownColumn(logger, port.Name.ToString(), engine.GetType().Name);
            return PolicyDecision.Deny($"the policy engine {engine.GetType().Name} hides a column that the contract does not have");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.PolicyEngineFailed(logger, port.Name.ToString(), engine.GetType().Name, error);
            return PolicyDecision.Deny($"the policy engine {engine.GetType().Name} failed");
        }
    }

    // What is known of other schemas belongs to the decision without the engine.
    private static AccessDecision Intersect(AccessDecision decision, PortBinding port, PolicyDecision other) => other switch
    {
        { IsAllowed: false } => decision with { IsAllowed = false, FullSight = null, Sources = [], Binding = [], Plans = new(StringComparer.Ordinal), Denial = $"Access denied to '{port.Name}': {other.Reason ?? "a policy engine denies it"}. Ask {port.Owner}." },
        { HiddenColumns.Count: > 0 } => decision with { HiddenColumns = decision.HiddenColumns.Concat(other.HiddenColumns).ToFrozenSet(StringComparer.Ordinal), Plans = new(StringComparer.Ordinal) },
        _ => decision,
    };
}
