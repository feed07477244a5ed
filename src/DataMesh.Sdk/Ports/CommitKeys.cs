using System.Security.Cryptography;
using System.Text;

namespace DataMesh;

/// <summary>Makes the keys that let a commit happen once.</summary>
internal static class CommitKeys
{
    /// <summary>A fresh key, or the hash of the caller's own, bound to the port so that the stored form tells nothing.</summary>
    public static string Create(ProductId product, PortReference port, string? callersKey) => callersKey is null
        ? Guid.CreateVersion7().ToString("D")
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{product}\n{port}\n{callersKey}")));
}
