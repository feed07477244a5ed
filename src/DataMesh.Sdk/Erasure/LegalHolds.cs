using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The legal holds of a port: numbered files, each of which places or releases one.</summary>
internal sealed class LegalHolds(MeshServices services, PortBinding port)
{
    private const string Format = "datamesh-legal-hold";
    private const string Placed = "placed";
    private const string Released = "released";

    private readonly DocumentFiles _files = new(services.Store);

    /// <summary>The references of the holds that stand. A file that cannot be read is an error: it could be one.</summary>
    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken).ConfigureAwait(false)).Standing;

    public async Task PlaceAsync(string reference, string by, CancellationToken cancellationToken)
    {
        (HashSet<string> standing, long last) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!standing.Contains(reference))
            await WriteAsync(last + 1, Placed, reference, by, cancellationToken).ConfigureAwait(false);
    }

    public async Task ReleaseAsync(string reference, string by, CancellationToken cancellationToken)
    {
        (HashSet<string> standing, long last) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!standing.Contains(reference))
            throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot release the legal hold '{reference}' of '{port.Name}': no such hold stands. {(standing.Count == 0 ? "There is none." : $"Standing: '{string.Join("', '", standing)}'.")}") { Product = port.Name.Product, Port = port.Name, Operation = "release a hold" };
        await WriteAsync(last + 1, Released, reference, by, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(HashSet<string> Standing, long Last)> ReadAsync(CancellationToken cancellationToken)
    {
        SortedDictionary<long, YamlMapping> documents = [];
        ObjectPath folder = MeshLayout.Holds(port.Output.TablePath);
        await foreach (string name in services.Store.ListChildrenAsync(folder, cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseNumber(name) is long number && await _files.TryReadAsync(folder / name, cancellationToken).ConfigureAwait(false) is { } file)
                documents[number] = file.Parse();
        HashSet<string> standing = new(StringComparer.Ordinal);
        foreach (YamlMapping document in documents.Values)
        {
            FormatHeader.Check(document, Format, 1);
            if (document.GetText("status") == Released)
                standing.Remove(document.GetText("reference"));
            else
                standing.Add(document.GetText("reference"));
        }
        return (standing, documents.Count == 0 ? 0 : documents.Keys.Last());
    }

    private async Task WriteAsync(long first, string status, string reference, string by, CancellationToken cancellationToken)
    {
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("port", port.Reference.ToString())
            .Add("status", status).Add("reference", reference).Add("at", InstantText.Spell(services.Time.GetUtcNow())).Add("by", by);
        await _files.CreateNumberedAsync(MeshLayout.Holds(port.Output.TablePath), first, MeshLayout.Numbered, _ => document, cancellationToken).ConfigureAwait(false);
    }
}
