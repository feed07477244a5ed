using System.Diagnostics;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Rows of one publish that are written and let through by the gate, and not visible yet; or the earlier publish with the same key.</summary>
internal sealed class StagedPublish : IDisposable
{
    /// <summary>The table that the publish started from.</summary>
    public required TableState Basis { get; init; }

    /// <summary>The span of the publish; null when nobody listens.</summary>
    public required Activity? Activity { get; init; }

    /// <summary>When the publish started.</summary>
    public required long Started { get; init; }

    /// <summary>The publish that was made under the key before; null when there is none.</summary>
    public PublishResult? Earlier { get; init; }

    /// <summary>What is about to be committed; null when it was done before.</summary>
    public TableChange? Change { get; init; }

    /// <summary>What the rows are like.</summary>
    public RunFindings? Findings { get; init; }

    /// <summary>The quality side; null when it was done before.</summary>
    public PublishQuality? Quality { get; init; }

    /// <summary>True once a commit was tried: whether its files may go is decided there.</summary>
    public bool IsCommitTried { get; set; }

    public void Dispose()
    {
        Quality?.Dispose();
        Activity?.Dispose();
    }
}
