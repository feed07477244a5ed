using System.Collections.Frozen;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>The keys of the keyed hashes that a decision may use, asked for at every read.</summary>
internal sealed class MaskKeys
{
    private const int MinimumBytes = 32;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _keys = new(StringComparer.Ordinal);

    private MaskKeys() { }

    /// <summary>No keys; none needed.</summary>
    public static MaskKeys None { get; } = new();

    /// <summary>Scopes without a key.</summary>
    public IReadOnlySet<string> Missing { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>The key of a hash; empty for other masks.</summary>
    public ReadOnlyMemory<byte> Of(Mask mask) => mask is HashMask hash ? _keys[Describe(hash.Scope)] : default;

    /// <summary>A scope as the policy spells it.</summary>
    public static string Describe(MaskKeyScope scope) => scope.Kind == MaskKeyScopeKind.Named ? $"named:{scope.Name}" : scope.Kind.ToString();

    /// <summary>Asks for the keys of all hashes that the grants and rules of a decision name.</summary>
    public static async ValueTask<MaskKeys> FindAsync(IMaskKeyProvider? provider, PortBinding port, AccessDecision decision, ILogger logger, CancellationToken cancellationToken)
    {
        HashMask[] hashes = [.. decision.Sources.SelectMany(s => s.Gives.Masks).Select(m => m.Mask).Concat(decision.Binding.OfType<ColumnMask>().Select(r => r.Mask)).OfType<HashMask>()];
        if (hashes.Length == 0)
            return None;
        MaskKeys found = new();
        HashSet<string> missing = new(StringComparer.Ordinal);
        foreach (MaskKeyScope scope in hashes.Select(h => h.Scope).Distinct())
        {
            if (await FindAsync(provider, SpellOut(scope, port), port, logger, cancellationToken).ConfigureAwait(false) is { } key)
                found._keys[Describe(scope)] = key;
            else
                missing.Add(Describe(scope));
        }
        found.Missing = missing;
        return found;
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> FindAsync(IMaskKeyProvider? provider, string scope, PortBinding port, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>? key = provider is null ? null : await provider.FindKeyAsync(scope, cancellationToken).ConfigureAwait(false);
            if (key is { Length: >= MinimumBytes })
                return key;
            Log.MaskKeyMissing(logger, port.Name.ToString(), scope, provider is null ? "no key provider is configured" : key is null ? "the provider has none" : $"it is shorter than {MinimumBytes} bytes");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.MaskKeyFailed(logger, port.Name.ToString(), scope, error);
        }
        return null;
    }

    private static string SpellOut(MaskKeyScope scope, PortBinding port) => scope.Kind switch
    {
        MaskKeyScopeKind.Port => $"port:{port.Product.Descriptor.Id}/{port.Name.Port}",
        MaskKeyScopeKind.Domain => $"domain:{port.Name.Product.Domain}",
        MaskKeyScopeKind.Named => $"named:{scope.Name}",
        _ => $"product:{port.Product.Descriptor.Id}",
    };
}
