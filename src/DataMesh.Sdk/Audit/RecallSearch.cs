using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Follows a snapshot through the derived products of a mesh, by the inputs that their snapshots record.</summary>
internal sealed class RecallSearch(MeshServices services, IReadOnlyList<ProductCatalog> catalogs)
{
    /// <summary>The derived snapshots that contain a snapshot, directly or over others; nearest first.</summary>
    public async Task<IReadOnlyList<RecalledOutput>> FindAsync(PortReference port, long snapshot, CancellationToken cancellationToken)
    {
        List<(PortReference Port, TableState Table)> derived = await LoadDerivedAsync(cancellationToken).ConfigureAwait(false);
        List<RecalledOutput> found = [];
        Queue<(PortReference Port, long Snapshot)> sources = new([(port, snapshot)]);
        HashSet<(PortReference, long)> seen = [(port, snapshot)];
        while (sources.TryDequeue(out (PortReference Port, long Snapshot) source))
            foreach ((PortReference output, TableState table) in derived)
                foreach (TableSnapshot made in table.Snapshots)
                    if (IsMadeFrom(made, source) && seen.Add((output, made.Id)))
                    {
                        found.Add(new RecalledOutput { Port = output, Snapshot = made.Id, IsCurrent = made.Id == table.Current?.Id });
                        sources.Enqueue((output, made.Id));
                    }
        return found;
    }

    private async Task<List<(PortReference, TableState)>> LoadDerivedAsync(CancellationToken cancellationToken)
    {
        List<(PortReference, TableState)> derived = [];
        foreach (ProductCatalog catalog in catalogs)
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
            {
                if (product.Descriptor.InputPorts.Count == 0)
                    continue;
                foreach (PortBinding port in PortBinding.All(product))
                    if (await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false) is { } table)
                        derived.Add((port.Reference, table));
            }
        return derived;
    }

    private static bool IsMadeFrom(TableSnapshot made, (PortReference Port, long Snapshot) source)
    {
        if (made.Summary.GetValueOrDefault(SummaryKeys.Inputs) is not { } text)
            return false;
        try
        {
            using JsonDocument inputs = JsonDocument.Parse(text);
            return inputs.RootElement.ValueKind == JsonValueKind.Array && inputs.RootElement.EnumerateArray().Any(input =>
                input.ValueKind == JsonValueKind.Object && input.TryGetProperty("port", out JsonElement port) && port.ValueEquals(source.Port.ToString())
                && input.TryGetProperty("snapshot", out JsonElement snapshot) && snapshot.TryGetInt64(out long id) && id == source.Snapshot);
        }
        catch (JsonException)
        {
            // Somebody else's summary: it names no input of ours.
            return false;
        }
    }
}
