using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The records of runs over several ports of a product, each created when its run has published to all of them; described in <c>docs/protocol/runs.md</c>.</summary>
internal sealed class ProductRunFiles(MeshServices services, ProductName product)
{
    private const string Format = "datamesh-run";

    private readonly DocumentFiles _files = new(services.Store);

    /// <summary>Records a run as complete; does nothing when it is recorded already.</summary>
    public async Task WriteAsync(ProductRun run, CancellationToken cancellationToken)
    {
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("id", run.Id.ToString("D")).Add("product", product.ToString()).Add("completedAt", InstantText.Spell(run.CompletedAt))
            .Add("ports", YamlSequence.Of([.. run.Snapshots.OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).Select(s => new YamlMapping().Add("port", s.Key.ToString()).Add("snapshot", s.Value))]));
        ObjectPath path = MeshLayout.ProductRun(product, run.Id);
        await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is recorded of a run; null when it is not complete.</summary>
    public async Task<ProductRun?> TryReadAsync(Guid run, CancellationToken cancellationToken)
    {
        if (await _files.TryReadAsync(MeshLayout.ProductRun(product, run), cancellationToken).ConfigureAwait(false) is not { } file)
            return null;
        YamlMapping document = file.Parse();
        FormatHeader.Check(document, Format, 1);
        if (document.GetText("id") != run.ToString("D"))
            throw document.GetScalar("id").Error($"the file is the one of run {run:D}. Restore the file.");
        return new ProductRun
        {
            Id = run,
            Product = product,
            CompletedAt = InstantText.Read(document.GetScalar("completedAt")),
            Snapshots = document.GetMappings("ports").ToDictionary(p => p.GetScalar("port").Parse<PortReference>("port reference"), p => p.GetCount("snapshot")),
        };
    }

    /// <summary>The recorded runs, newest first.</summary>
    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        List<Guid> runs = [];
        await foreach (string name in services.Store.ListChildrenAsync(MeshLayout.ProductRuns(product), cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseProductRun(name) is Guid run)
                runs.Add(run);
        // A UUIDv7 begins with its time: by name is by age.
        runs.Sort(static (a, b) => string.CompareOrdinal(b.ToString("N"), a.ToString("N")));
        return runs;
    }
}
