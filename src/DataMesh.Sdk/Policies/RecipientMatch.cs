using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Tells whether a principal is among the recipients of a grant or bound by a rule. What cannot be evaluated never gives and always binds.</summary>
internal static class RecipientMatch
{
    private static readonly Schema NoColumns = new([], null);

    /// <summary>True when a grant is for the principal.</summary>
    public static bool Receives(Recipients to, MeshPrincipal principal, DateTimeOffset now) => Names(to, principal) && Holds(to.When, principal, now) == TruthValue.True;

    /// <summary>True when a rule binds the principal.</summary>
    public static bool Binds(Recipients bound, MeshPrincipal principal, DateTimeOffset now) =>
        (bound.IsEmpty || Names(bound, principal)) && Holds(bound.When, principal, now) != TruthValue.False;

    /// <summary>True when who is meant depends on the time.</summary>
    public static bool Moves(Recipients recipients) =>
        recipients.When is { } when && when.Bind(null, DateTimeOffset.UnixEpoch) != when.Bind(null, DateTimeOffset.UnixEpoch.AddDays(2));

    private static bool Names(Recipients recipients, MeshPrincipal principal) =>
        (principal.Domain != default && recipients.Domains.Contains(principal.Domain))
        || recipients.Roles.Any(r => principal.Roles.Contains(r, StringComparer.Ordinal))
        || (principal.Kind == PrincipalKind.User && recipients.Users.Contains(principal.Name, StringComparer.Ordinal))
        || (principal is { Kind: PrincipalKind.Product, Product: { } product } && recipients.Products.Contains(product));

    private static TruthValue Holds(Filter? when, MeshPrincipal principal, DateTimeOffset now)
    {
        if (when is null)
            return TruthValue.True;
        Span<TruthValue> truth = stackalloc TruthValue[1];
        try
        {
            using RecordBatch nothing = new(NoColumns, [], 1);
            FilterEvaluator.Create(when.Bind(principal, now), NoColumns).Evaluate(nothing, truth);
            return truth[0];
        }
        catch (DataMeshException)
        {
            return TruthValue.Unknown;
        }
    }
}
