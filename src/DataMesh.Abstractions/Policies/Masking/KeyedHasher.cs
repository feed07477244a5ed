using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DataMesh.Adapters.Authoring;

/// <summary>HMAC-SHA-256 under one key, for many values: what the key alone determines is computed once, not for every value. Thread-safe.</summary>
internal sealed class KeyedHasher(ReadOnlyMemory<byte> key)
{
    private readonly ConcurrentBag<IncrementalHash> _idle = [];

    /// <summary>Writes the hash of a value.</summary>
    public void Hash(ReadOnlySpan<byte> value, Span<byte> target)
    {
        if (!_idle.TryTake(out IncrementalHash? hash))
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        hash.AppendData(value);
        hash.GetHashAndReset(target);
        _idle.Add(hash);
    }
}
