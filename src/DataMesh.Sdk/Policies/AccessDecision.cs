using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace DataMesh;

/// <summary>Who may read a port and by which statements: the outcome that every way out starts from. Immutable; <see cref="AccessPlanner"/> says what it means for a schema.</summary>
internal sealed record AccessDecision
{
    public required MeshPrincipal? Principal { get; init; }

    public required Purpose Purpose { get; init; }

    public required bool IsAllowed { get; init; }

    public long? PolicyEpoch { get; init; }

    /// <summary>What records call the sight of stewards.</summary>
    public const string StewardRule = "steward";

    /// <summary>What records call a product's sight of itself.</summary>
    public const string OwnProductRule = "own product";

    /// <summary>Why everything is visible: <see cref="PolicyElement.OwnProduct"/> or <see cref="PolicyElement.Steward"/>; null when the grants decide.</summary>
    public PolicyElement? FullSight { get; init; }

    /// <summary>The policy of the port; null when it has none or nobody needs it.</summary>
    public PortPolicy? Policy { get; init; }

    /// <summary>The grants and agreements that apply, each by itself.</summary>
    public IReadOnlyList<SightSource> Sources { get; init; } = [];

    /// <summary>The rules that bind.</summary>
    public IReadOnlyList<PolicyRule> Binding { get; init; } = [];

    /// <summary>Names, in the contract, of columns that a vendor's engine hides.</summary>
    public IReadOnlySet<string> HiddenColumns { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Why access is denied and what to do; null when it is allowed.</summary>
    public string? Denial { get; init; }

    /// <summary>The first moment for which it was decided.</summary>
    public DateTimeOffset HoldsFrom { get; init; }

    /// <summary>The moment at which it must be decided anew, because a grant begins or ends.</summary>
    public DateTimeOffset HoldsUntil { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>What it means for schemas that were asked for, by their key.</summary>
    public ConcurrentDictionary<string, AccessPlan> Plans { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Grants and rules that took part, by name.</summary>
    public IReadOnlyList<string> Rules => [.. Elements.Select(e => e.Name)];

    /// <summary>The agreements that took part.</summary>
    public IReadOnlyList<Guid> Agreements => [.. Sources.Select(s => s.Agreement).OfType<Guid>()];

    /// <summary>What took part, by name and kind.</summary>
    public IEnumerable<(string Name, PolicyElement Element)> Elements =>
    [
        .. FullSight is { } sight ? [(sight == PolicyElement.Steward ? StewardRule : OwnProductRule, sight)] : Array.Empty<(string, PolicyElement)>(),
        .. Sources.Select(s => (s.Name, s.Element)),
        .. Binding.Select(r => (r.Name, ElementOf(r))),
        .. FullSight is null && IsAllowed && Policy?.Retention is not null ? [("retention", PolicyElement.Retention)] : Array.Empty<(string, PolicyElement)>(),
    ];

    public static PolicyElement ElementOf(PolicyRule rule) => rule switch
    {
        Prohibition => PolicyElement.Prohibition,
        RowFilter => PolicyElement.RowFilter,
        _ => PolicyElement.ColumnMask,
    };

    /// <exception cref="PolicyDeniedException">Access is denied.</exception>
    public void Demand(PortName port)
    {
        if (!IsAllowed)
            throw new PolicyDeniedException(Denial ?? $"Access denied to '{port}'.") { Product = port.Product, Port = port, Operation = "read" };
    }
}
