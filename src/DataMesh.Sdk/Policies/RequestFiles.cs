using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Writes and finds requests in the prefixes of their consumers.</summary>
/// <remarks>
/// What lies there is a stranger's: a request counts only if it is short, well formed, in the prefix of the domain it names and under its own id, and even then
/// it says no more than that somebody asks.
/// </remarks>
internal sealed class RequestFiles(ObjectStore store)
{
    /// <summary>The longest request that is read.</summary>
    public const int MaximumBytes = 1 << 16;

    private readonly DocumentFiles _files = new(store);

    /// <summary>Writes a request.</summary>
    public async Task WriteAsync(RequestFolder folder, AccessAgreement request, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Request(folder.Path, request.Id);
        byte[] content = YamlText.Write(path.ToString(), AgreementDocument.Write(request));
        if (content.Length > MaximumBytes || !await _files.TryCreateAsync(path, content, cancellationToken).ConfigureAwait(false))
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot write the request '{path}': it has {content.Length} bytes, at most {MaximumBytes} are readable. Shorten the justification.") { Operation = "request access" };
    }

    /// <summary>The folders in which requests of a domain may lie; of every domain for the default value.</summary>
    public async IAsyncEnumerable<RequestFolder> ListFoldersAsync(DomainName domain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (DomainName consumer in domain != default ? [domain] : await ListDomainsAsync(cancellationToken).ConfigureAwait(false))
            await foreach (string child in store.ListChildrenAsync(consumer.ToString(), cancellationToken).ConfigureAwait(false))
                if (child == MeshLayout.DomainConsumer)
                    yield return new RequestFolder(consumer, null);
                else if (ProductName.TryParse($"{consumer}/{child}", null, out _))
                    yield return new RequestFolder(consumer, child);
    }

    /// <summary>The ids of the requests in a folder.</summary>
    public async IAsyncEnumerable<Guid> ListIdsAsync(RequestFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string child in store.ListChildrenAsync(folder.Path, cancellationToken).ConfigureAwait(false))
            if (Guid.TryParseExact(child, "D", out Guid id) && child == id.ToString("D"))
                yield return id;
    }

    /// <summary>Reads a request; null when there is none, or none that counts.</summary>
    public async Task<StoredRequest?> TryReadAsync(RequestFolder folder, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            ObjectPath path = MeshLayout.Request(folder.Path, id);
            return await _files.TryReadAsync(path, MaximumBytes, cancellationToken).ConfigureAwait(false) is { } file
                && AgreementDocument.Read(file.Parse()) is var request && Belongs(request, folder, id) ? new StoredRequest(folder.Path, request, file.Sha256) : null;
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return null;
        }
    }

    private static bool Belongs(AccessAgreement request, RequestFolder folder, Guid id) =>
        request.Id == id && request.Number == 1 && request.Status == AgreementStatus.Requested && request.DecidedBy is null && request.DecidedAt is null
        && request.Consumer.Domain == folder.Domain && request.Consumer.Product is null == folder.Product is null;

    private async Task<List<DomainName>> ListDomainsAsync(CancellationToken cancellationToken)
    {
        List<DomainName> domains = [];
        await foreach (string child in store.ListChildrenAsync(default, cancellationToken).ConfigureAwait(false))
            if (DomainName.TryParse(child, null, out DomainName domain))
                domains.Add(domain);
        return domains;
    }
}
