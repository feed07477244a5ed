using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What a provider has to look at: requests that wait, agreements that end soon, and all others.</summary>
internal sealed class AccessInbox(MeshRuntime runtime, ProviderSide side)
{
    /// <summary>How long before its end an agreement needs attention.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    private readonly RequestFiles _requests = new(runtime.Services.Store);

    public async IAsyncEnumerable<AccessAgreement> ListAsync(ProductName product, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await runtime.RegisterAsync(cancellationToken).ConfigureAwait(false);
        LoadedProduct? current = await new RegistrationReader(new DocumentFiles(runtime.Services.Store)).LoadNewestAsync(product, null, cancellationToken).ConfigureAwait(false);
        side.Demand(product, current?.Registration, "list access");
        HashSet<Guid> decided = [.. current!.Head.Agreements.Select(a => a.Id)];
        await foreach (AccessAgreement request in ListWaitingAsync(current.Registration, decided, cancellationToken).ConfigureAwait(false))
            yield return request;
        DateTimeOffset now = runtime.Services.Time.GetUtcNow();
        ILookup<bool, AccessAgreement> agreements = current.Registration.Agreements.ToLookup(a => a.Status == AgreementStatus.Approved && a.End > now && a.End - now <= Soon);
        foreach (AccessAgreement agreement in agreements[true].OrderBy(a => a.End).Concat(agreements[false].OrderByDescending(a => a.Id)))
            yield return agreement;
    }

    // The names first, to have the newest first; what a stranger wrote is read one by one and kept by nobody.
    private async IAsyncEnumerable<AccessAgreement> ListWaitingAsync(ProductRegistration product, HashSet<Guid> decided, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RequestCheck check = new(runtime.Services.Store);
        List<(RequestFolder Folder, Guid Id)> waiting = [];
        await foreach (RequestFolder folder in _requests.ListFoldersAsync(default, cancellationToken).ConfigureAwait(false))
            await foreach (Guid id in _requests.ListIdsAsync(folder, cancellationToken).ConfigureAwait(false))
                if (!decided.Contains(id))
                    waiting.Add((folder, id));
        foreach ((RequestFolder folder, Guid id) in waiting.OrderByDescending(w => w.Id))
            if (await _requests.TryReadAsync(folder, id, cancellationToken).ConfigureAwait(false) is { } request
                && await check.IsForAsync(request, folder, product, cancellationToken).ConfigureAwait(false))
            {
                runtime.Shown.Show(request);
                yield return request.Content;
            }
    }
}
