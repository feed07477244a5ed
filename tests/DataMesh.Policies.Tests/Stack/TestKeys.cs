using System.Security.Cryptography;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Policies;

/// <summary>A key for every scope, made of its name.</summary>
internal sealed class TestKeys : IMaskKeyProvider
{
    public static byte[] Key(string scope) => SHA256.HashData(Encoding.UTF8.GetBytes($"key of {scope}"));

    /// <summary>The key of a scope of the tests' port, spelled as <see cref="IMaskKeyProvider"/> says.</summary>
    public static byte[] Key(MaskKeyScope scope, ProductId product)
    {
        PortName port = PortName.Parse(PolicyMesh.Port);
        return Key(scope.Kind switch
        {
            MaskKeyScopeKind.Port => $"port:{product}/{port.Port}",
            MaskKeyScopeKind.Product => $"product:{product}",
            MaskKeyScopeKind.Domain => $"domain:{port.Product.Domain}",
            _ => $"named:{scope.Name}",
        });
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) => new(Key(scope));
}
