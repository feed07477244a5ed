using System.Diagnostics.CodeAnalysis;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Parsed metadata files by immutable path, bounded by bytes; the one used longest ago leaves first. Thread-safe.</summary>
internal sealed class FileCache(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(ObjectStore Store, ObjectPath Path), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _size;

    /// <param name="store">The store.</param>
    /// <param name="path">The file.</param>
    /// <param name="stamp">What the cached content must have been stored under: a length, an entity tag.</param>
    /// <param name="value">The parsed content.</param>
    public bool TryGet<T>(ObjectStore store, ObjectPath path, string stamp, [NotNullWhen(true)] out T? value)
        where T : class
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((store, path), out LinkedListNode<Entry>? node) && node.Value.Stamp == stamp && node.Value.Content is T content)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                value = content;
                return true;
            }
        }
        value = null;
        return false;
    }

    public void Add(ObjectStore store, ObjectPath path, string stamp, object content, long cost)
    {
        if (cost > capacity)
            return;
        lock (_lock)
        {
            if (_entries.Remove((store, path), out LinkedListNode<Entry>? old))
                Forget(old);
            _entries[(store, path)] = _byUse.AddFirst(new Entry(store, path, stamp, content, cost));
            _size += cost;
            while (_size > capacity)
            {
                LinkedListNode<Entry> last = _byUse.Last!;
                _entries.Remove((last.Value.Store, last.Value.Path));
                Forget(last);
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _size -= node.Value.Cost;
    }

    private sealed record Entry(ObjectStore Store, ObjectPath Path, string Stamp, object Content, long Cost);
}
