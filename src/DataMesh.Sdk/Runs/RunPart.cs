using Apache.Arrow;

namespace DataMesh;

/// <summary>What a run publishes to one port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Open">Opens the rows, once.</param>
/// <param name="IsForeign">True when the batches come from outside.</param>
internal sealed record RunPart(PortDeclaration Port, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> Open, bool IsForeign)
{
    /// <summary>The port with its major version.</summary>
    public PortReference Reference => new(Port.Name, Port.Version.Major);
}
