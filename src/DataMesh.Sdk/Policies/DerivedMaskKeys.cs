using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Derives the key of each scope from one master key (HKDF-SHA-256, the scope as info), so that a key tells nothing about others.</summary>
internal sealed class DerivedMaskKeys : IMaskKeyProvider
{
    private const int KeyBytes = 32;

    private readonly byte[] _master;
    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The key is too short.</exception>
    public DerivedMaskKeys(ReadOnlyMemory<byte> master) => _master = master.Length >= KeyBytes ? master.ToArray()
        : throw new ArgumentException($"The master key of UseMaskKeys has {master.Length} bytes and needs at least {KeyBytes}: create it with RandomNumberGenerator.", nameof(master));

    public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(_derived.GetOrAdd(scope, static (s, master) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, KeyBytes, info: Encoding.UTF8.GetBytes($"datamesh mask key\n{s}")), _master));
}
