namespace DataMesh;

/// <summary>A list of nodes.</summary>
internal sealed class YamlSequence(IEnumerable<YamlNode> items, YamlMark mark = default) : YamlNode(mark)
{
    private readonly List<YamlNode> _items = [.. items];

    /// <summary>The items, in order.</summary>
    public IReadOnlyList<YamlNode> Items => _items;

    /// <summary>A list of texts.</summary>
    public static YamlSequence Of(IEnumerable<string> texts) => new(texts.Select(YamlScalar.Of));

    /// <summary>A list of mappings.</summary>
    public static YamlSequence Of(IEnumerable<YamlMapping> mappings) => new(mappings);

    /// <summary>Puts an item before the one of a place.</summary>
    public void Insert(int index, YamlNode item) => _items.Insert(index, item);

    /// <summary>Puts an item into the place of another.</summary>
    public void Replace(int index, YamlNode item) => _items[index] = item;

    /// <summary>Takes an item out.</summary>
    public void RemoveAt(int index) => _items.RemoveAt(index);
}
