using System.Collections.Concurrent;
using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Cursors in the consumer's own prefix of the root: a sequence of create-only numbered files for each group and port, of which the highest counts.</summary>
/// <remarks>Of two processes that follow as one group, the second to save after the other is refused: what it did was done by the other as well.</remarks>
internal sealed class CursorFiles(MeshRuntime runtime, MeshPrincipal? principal) : IChangeCursorStore
{
    private const string Format = "datamesh-cursor";
    private const int MaximumBytes = 1 << 12;
    private const int Kept = 8;

    private readonly ConcurrentDictionary<ObjectPath, long> _known = new();

    private DocumentFiles Files => new(runtime.Services.Store);

    public async Task<Cursor> FindAsync(string group, PortReference port, CancellationToken cancellationToken = default)
    {
        ObjectPath folder = await FindFolderAsync(group, port, "find", cancellationToken).ConfigureAwait(false);
        // A file that is gone was older than the newest: somebody saves at the same time.
        for (int attempt = 1; attempt <= Kept; attempt++)
        {
            long number = await FindNewestAsync(folder, cancellationToken).ConfigureAwait(false);
            Cursor? found = number == 0 ? Cursor.Beginning : await ReadAsync(folder, number, cancellationToken).ConfigureAwait(false);
            if (found is not { } cursor)
                continue;
            _known[folder] = number;
            return cursor;
        }
        throw Conflict(group, port);
    }

    public async Task SaveAsync(string group, PortReference port, Cursor cursor, CancellationToken cancellationToken = default)
    {
        ObjectPath folder = await FindFolderAsync(group, port, "save", cancellationToken).ConfigureAwait(false);
        long last = _known.TryGetValue(folder, out long known) ? known : await FindNewestAsync(folder, cancellationToken).ConfigureAwait(false);
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("group", group).Add("port", port.ToString())
            .Add("savedAt", runtime.Services.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)).Add("cursor", cursor.ToString());
        ObjectPath path = folder / MeshLayout.Numbered(last + 1);
        if (!await Files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false))
        {
            _known.TryRemove(folder, out _);
            throw Conflict(group, port);
        }
        _known[folder] = last + 1;
        if (last >= Kept)
            await runtime.Services.Store.DeleteAsync(folder / MeshLayout.Numbered(last + 1 - Kept), cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> FindNewestAsync(ObjectPath folder, CancellationToken cancellationToken)
    {
        long newest = 0;
        await foreach (ObjectInfo file in runtime.Services.Store.ListAsync(folder, null, cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseNumber(file.Path.Name) is long number && number > newest)
                newest = number;
        return newest;
    }

    private async Task<Cursor?> ReadAsync(ObjectPath folder, long number, CancellationToken cancellationToken)
    {
        if (await Files.TryReadAsync(folder / MeshLayout.Numbered(number), MaximumBytes, cancellationToken).ConfigureAwait(false) is not { } file)
            return null;
        YamlMapping document = file.Parse();
        if (document.GetText("format") != Format)
            throw document.GetScalar("format").Error($"'{Format}' is expected.");
        if (document.GetCount("formatVersion") > 1)
            throw document.GetScalar("formatVersion").Error("the cursor was saved by a newer version of DataMesh. Update the application.", DataMeshErrorKind.IncompatibleVersion);
        return document.GetScalar("cursor").Parse<Cursor>("cursor");
    }

    private async Task<ObjectPath> FindFolderAsync(string group, PortReference port, string operation, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        if (!DomainName.TryParse(group, null, out _))
            throw new ArgumentException($"'{group}' is not the name of a group: expected a lower-case letter followed by up to 62 letters, digits or hyphens.", nameof(group));
        if (port.Major is null)
            throw new ArgumentException($"'{port}' names no major version, and each has changes of its own: pass IInputPort.Source.", nameof(port));
        if (principal is null || principal.Domain == default)
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot {operation} the cursor of group '{group}': the process does not say for which domain it acts. Call RunAs on the builder, or mesh.As(…) with a principal of a domain.") { Operation = $"{operation} cursor" };
        return MeshLayout.Cursors(principal.Domain, await FindProductAsync(cancellationToken).ConfigureAwait(false), group, port);
    }

    private async Task<string?> FindProductAsync(CancellationToken cancellationToken)
    {
        if (principal is not { Kind: PrincipalKind.Product, Product: { } id })
            return null;
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } product)
                return product.Descriptor.Name.Product;
        return null;
    }

    private static CommitConflictException Conflict(string group, PortReference port) =>
        new($"Cannot save the cursor of group '{group}' on '{port.Port}': another process follows as the same group and has saved its own. Stop one of them, and let the other go on from FindAsync.") { Product = port.Port.Product, Port = port.Port, Operation = "save cursor" };
}
