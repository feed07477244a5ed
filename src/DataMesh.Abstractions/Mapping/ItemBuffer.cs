using System.Buffers;
using System.Runtime.CompilerServices;

namespace DataMesh.Mapping;

/// <summary>Pooled room for the values below a nested column of one batch.</summary>
internal sealed class ItemBuffer<T>
{
    private T[] _items = [];

    /// <summary>Room for at least so many values. What is there stays; the rest is default.</summary>
    public Span<T> Reserve(int count)
    {
        if (count <= _items.Length)
            return _items;
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(count, (int)Math.Min(System.Array.MaxLength, 2L * _items.Length)));
        _items.CopyTo(larger, 0);
        larger.AsSpan(_items.Length).Clear();
        Release();
        _items = larger;
        return larger;
    }

    public void Release()
    {
        if (_items.Length > 0)
            ArrayPool<T>.Shared.Return(_items, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        _items = [];
    }
}
