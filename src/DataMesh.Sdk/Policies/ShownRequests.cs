using System.Collections.Concurrent;

namespace DataMesh;

/// <summary>Remembers the requests that this process has listed, so that what is approved is what was looked at: their files lie with the consumer, who could change them.</summary>
internal sealed class ShownRequests
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Guid, string> _digests = new();

    /// <summary>Remembers a request.</summary>
    public void Show(StoredRequest request)
    {
        if (_digests.Count >= Most)
            _digests.Clear();
        _digests[request.Content.Id] = request.Sha256;
    }

    /// <summary>True unless the request was listed with another content.</summary>
    public bool IsAsShown(StoredRequest request) => !_digests.TryGetValue(request.Content.Id, out string? digest) || digest == request.Sha256;
}
