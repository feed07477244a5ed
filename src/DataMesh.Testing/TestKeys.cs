using System.Security.Cryptography;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Testing;

/// <summary>The key of keyed hashes in tests: always the same, so that hashes can be compared from one test to the next. Anybody can read it here: it hides nothing.</summary>
internal static class TestKeys
{
    private static readonly byte[] _master = SHA256.HashData("DataMesh.Testing: not a secret"u8);

    public static ReadOnlyMemory<byte> Master => _master;

    public static IMaskKeyProvider Provider { get; } = new DerivedMaskKeys(_master);
}
