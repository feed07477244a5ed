using System.Collections;

namespace DataMesh;

/// <summary>A list of a document as a list of C#: live, and made when the first item is added.</summary>
/// <typeparam name="T">The item.</typeparam>
internal abstract class NodeList<T>(YamlMapping parent, string key) : IList<T>
{
    public int Count => Items.Count;

    public bool IsReadOnly => false;

    private IReadOnlyList<YamlNode> Items => parent.GetItems(key);

    public T this[int index]
    {
        get => View(Items[index]);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            Sequence().Replace(index, Node(value));
        }
    }

    public void Add(T item) => Insert(Count, item);

    public void Insert(int index, T item) => Sequence().Insert(index, Node(item));

    public void Clear() => parent.Remove(key);

    public bool Contains(T item) => IndexOf(item) >= 0;

    public void CopyTo(T[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (T item in this)
            array[arrayIndex++] = item;
    }

    public int IndexOf(T item)
    {
        for (int i = 0; i < Count; i++)
            if (Equals(this[i], item))
                return i;
        return -1;
    }

    public bool Remove(T item)
    {
        int index = IndexOf(item);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public void RemoveAt(int index) => Sequence().RemoveAt(index);

    public IEnumerator<T> GetEnumerator() => Items.Select(View).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected abstract T View(YamlNode node);

    protected abstract YamlNode Node(T item);

    private YamlSequence Sequence()
    {
        if (parent.Find(key) is YamlSequence list)
            return list;
        _ = Items; // refuses what is there and no list
        YamlSequence created = new([]);
        parent.Set(key, created);
        return created;
    }
}
