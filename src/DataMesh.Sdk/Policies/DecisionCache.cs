using System.Collections.Concurrent;

namespace DataMesh;

/// <summary>Decisions that were made, each for as long as it holds. Bounded: when it is full, it starts anew.</summary>
internal sealed class DecisionCache
{
    private const int MostEntries = 4_096;

    private readonly ConcurrentDictionary<DecisionKey, AccessDecision> _entries = new();

    public AccessDecision? Find(DecisionKey key, DateTimeOffset now) =>
        _entries.TryGetValue(key, out AccessDecision? decision) && now >= decision.HoldsFrom && now < decision.HoldsUntil ? decision : null;

    public void Add(DecisionKey key, AccessDecision decision)
    {
        if (_entries.Count >= MostEntries)
            _entries.Clear();
        _entries[key] = decision;
    }
}
