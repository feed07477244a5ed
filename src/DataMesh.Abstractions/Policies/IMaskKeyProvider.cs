namespace DataMesh.Adapters.Authoring;

/// <summary>Gives the keys of keyed hashes. Keys never lie in the mesh's root; without a key the read is denied.</summary>
/// <remarks>Implementations are thread-safe. The same scope gives the same key for as long as its hashes are to be joined.</remarks>
public interface IMaskKeyProvider
{
    /// <summary>The key of a scope, at least 32 bytes; null when there is none, which denies the read.</summary>
    /// <param name="scope">The scope spelled out: <c>port:&lt;urn&gt;/&lt;port&gt;</c>, <c>product:&lt;urn&gt;</c>, <c>domain:&lt;name&gt;</c> or <c>named:&lt;name&gt;</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <remarks>An exception denies the read; it is logged without its message reaching the reader. The memory stays the provider's and must not change.</remarks>
    ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default);
}
