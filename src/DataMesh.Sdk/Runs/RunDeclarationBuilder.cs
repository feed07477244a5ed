using Apache.Arrow;

namespace DataMesh;

/// <summary>Collects what a run publishes.</summary>
internal sealed class RunDeclarationBuilder(MeshRuntime runtime) : RunBuilder
{
    private readonly List<RunPart> _parts = [];

    /// <summary>The parts, in the order in which they are written and committed: the same in every process and attempt.</summary>
    public IReadOnlyList<RunPart> Parts => [.. _parts.OrderBy(p => p.Reference.ToString(), StringComparer.Ordinal)];

    public override RunBuilder Publish<T>(PortName port, IAsyncEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Add(runtime.FindOutput<T>(port), token => EncodeStage.RunAsync(rows, T.CreateEncoder, runtime.Services.Limits.BatchRows, token), isForeign: false);
    }

    public override RunBuilder Publish<T>(PortName port, IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Add(runtime.FindOutput<T>(port), token => EncodeStage.RunAsync(rows, T.CreateEncoder, runtime.Services.Limits.BatchRows, token), isForeign: false);
    }

    public override RunBuilder PublishBatches(PortName port, IAsyncEnumerable<RecordBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Add(runtime.FindOutput(port), _ => batches, isForeign: true);
    }

    private RunDeclarationBuilder Add(PortDeclaration port, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, bool isForeign)
    {
        RunPart part = new(port, open, isForeign);
        if (_parts.Exists(p => p.Reference == part.Reference))
            throw new ArgumentException($"The run publishes to '{part.Reference}' twice: give it all rows of the port at once.", nameof(port));
        if (_parts.Count > 0 && _parts[0].Port.Name.Product != port.Name.Product)
            throw new ArgumentException($"The run publishes to '{_parts[0].Reference}' and to '{part.Reference}', which are of two products: a run is one product's. Publish for each with a run of its own.", nameof(port));
        MajorRules.DemandOwnPublishes(port);
        if (MajorRules.FindOlder(port, runtime.ProductOf(port).Outputs) is [{ } older, ..])
            throw new ArgumentException($"The port '{part.Reference}' feeds '{new PortReference(older.Port.Name, older.Port.Version.Major)}' (MapFrom): publish to it by itself, its versions have a run of their own.", nameof(port));
        if (port.Derivation is not null)
            throw new ArgumentException($"The port '{part.Reference}' is derived: it is published by RefreshAsync, not by a run.", nameof(port));
        _parts.Add(part);
        return this;
    }
}
