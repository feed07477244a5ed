using System.Collections.Frozen;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>Decides who may see what of a port: default deny, grants give, vendor engines only tighten. Fails closed.</summary>
internal sealed class AccessDecider(IReadOnlyList<PolicyEngine> engines, ILogger logger)
{
    /// <summary>The rule name of a product's own implicit sight.</summary>
    public const string OwnProductRule = "own product";

    public async ValueTask<AccessDecision> DecideAsync(PortBinding port, MeshPrincipal? principal, Purpose purpose, CancellationToken cancellationToken)
    {
        AccessDecision decision = Decide(port, principal, purpose);
        foreach (PolicyEngine engine in engines)
            if (decision.IsAllowed)
                decision = Intersect(decision, port, await AskAsync(engine, port, principal!, purpose, cancellationToken).ConfigureAwait(false));
        return decision;
    }

    /// <summary>The columns whose existence a principal may know: those that some grant shows it, for whichever purpose.</summary>
    /// <remarks>With a vendor engine nobody is asked for a whole listing, so no columns show.</remarks>
    public IReadOnlyList<string> VisibleColumns(PortBinding port, MeshPrincipal principal)
    {
        if (engines.Count > 0)
            return [];
        IEnumerable<string> columns = port.Contract.Schema.Properties.Select(p => p.Name);
        if (IsItself(port, principal))
            return [.. columns];
        PortPolicy? rules = port.Product.Policy is { } policy ? FindRules(policy, port) : null;
        return Received(rules, principal).Length == 0 ? [] : [.. columns.Except(HiddenColumns(rules), StringComparer.Ordinal)];
    }

    private AccessDecision Decide(PortBinding port, MeshPrincipal? principal, Purpose purpose)
    {
        AccessDecision denied = new() { Principal = principal, Purpose = purpose, IsAllowed = false, PolicyEpoch = port.Product.Policy?.Epoch };
        if (principal is null)
            return denied with { Denial = $"Access denied to '{port.Name}': the process does not say who it is. Call RunAs on the builder, or mesh.As(…) before OpenAsync." };
        if (IsItself(port, principal))
            return denied with { IsAllowed = true, Rules = [OwnProductRule] };
        if (port.Product.Policy is not { } policy)
        {
            Log.PolicyUnreadable(logger, port.Name.ToString(), port.Product.PolicyProblem ?? "missing");
            return denied with { Denial = $"Access denied to '{port.Name}': its policy document is missing or cannot be read, and without one nobody may read. Ask {port.Owner} to publish it again." };
        }
        PortPolicy? rules = FindRules(policy, port);
        Grant[] received = Received(rules, principal);
        Grant[] applicable = [.. received.Where(g => g.Purposes.Count == 0 || (!purpose.IsNone && g.Purposes.Contains(purpose)))];
        if (applicable.Length == 0)
            return denied with { Denial = Denial(port, principal, purpose, received) };
        return denied with
        {
            IsAllowed = true,
            Rules = [.. applicable.Select(g => g.Name)],
            HiddenFields = Confidential(rules).Select(c => c.FieldId).ToFrozenSet(),
            HiddenColumns = HiddenColumns(rules).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private static bool IsItself(PortBinding port, MeshPrincipal principal) =>
        principal.Kind == PrincipalKind.Product && principal.Product == port.Product.Descriptor.Id;

    private static PortPolicy? FindRules(PolicyDocument policy, PortBinding port) =>
        policy.Ports.FirstOrDefault(p => string.Equals(p.Port, port.Name.Port, StringComparison.Ordinal) && p.Major == port.Contract.Version.Major);

    private static Grant[] Received(PortPolicy? rules, MeshPrincipal principal) => [.. (rules?.Grants ?? []).Where(g => IsRecipient(g, principal))];

    private static IEnumerable<ColumnClassification> Confidential(PortPolicy? rules) => (rules?.Columns ?? []).Where(c => c.Level >= Classification.Confidential);

    // Until masks exist, what the policy calls confidential is in nobody's schema but the product's own.
    private static IEnumerable<string> HiddenColumns(PortPolicy? rules) => Confidential(rules).Select(c => c.Name);

    private static bool IsRecipient(Grant grant, MeshPrincipal principal) =>
        (principal.Domain != default && grant.To.Domains.Contains(principal.Domain)) || grant.To.Roles.Any(r => principal.Roles.Contains(r, StringComparer.Ordinal));

    private static string Denial(PortBinding port, MeshPrincipal principal, Purpose purpose, Grant[] received)
    {
        string who = principal.Kind == PrincipalKind.Domain ? $"domain '{principal.Domain}'" : $"'{principal.Name}'";
        string offered = string.Join("', '", received.SelectMany(g => g.Purposes).Distinct());
        if (received.Length == 0)
            return $"Access denied to '{port.Name}' for {who}{(purpose.IsNone ? "" : $", purpose '{purpose}'")}: no grant covers it. Ask {port.Owner} for a grant.";
        return purpose.IsNone
            ? $"Access denied to '{port.Name}' for {who}: it demands a purpose. Granted: '{offered}'. Pass purpose: to OpenAsync."
            : $"Access denied to '{port.Name}' for {who}, purpose '{purpose}': granted for '{offered}' only. Open it for one of these, or ask {port.Owner}.";
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

    private static AccessDecision Intersect(AccessDecision decision, PortBinding port, PolicyDecision other) => other switch
    {
        { IsAllowed: false } => decision with { IsAllowed = false, Rules = [], Denial = $"Access denied to '{port.Name}': {other.Reason ?? "a policy engine denies it"}. Ask {port.Owner}." },
        { HiddenColumns.Count: > 0 } => decision with { HiddenColumns = decision.HiddenColumns.Concat(other.HiddenColumns).ToFrozenSet(StringComparer.Ordinal) },
        _ => decision,
    };
}
