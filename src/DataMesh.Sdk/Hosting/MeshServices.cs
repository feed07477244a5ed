using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>What a mesh node is made of.</summary>
internal sealed class MeshServices
{
    public required ObjectStore Store { get; init; }

    public required TableFormat Tables { get; init; }

    public required QueryEngine? Queries { get; init; }

    public required IReadOnlyList<PolicyEngine> PolicyEngines { get; init; }

    public required MeshLimits Limits { get; init; }

    public required AuditTrail Audit { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    public required string? Environment { get; init; }

    /// <summary>Where the process says it runs; null: where the root says its data lies.</summary>
    public string? Region { get; init; }

    /// <summary>The keys of keyed hashes; null when the application configured none.</summary>
    public IMaskKeyProvider? MaskKeys { get; init; }

    /// <summary>The key that cursors are sealed with; null when the application gave none.</summary>
    public ReadOnlyMemory<byte>? CursorKey { get; init; }

    /// <summary>Where the application keeps cursors; null: in the consumer's prefix.</summary>
    public IChangeCursorStore? Cursors { get; init; }

    public required IServiceScopeFactory Scopes { get; init; }
}
