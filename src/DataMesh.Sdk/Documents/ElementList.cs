namespace DataMesh;

/// <summary>The elements under a key.</summary>
internal sealed class ElementList<T>(YamlMapping parent, string key, Func<YamlMapping, T> view) : NodeList<T>(parent, key)
    where T : DocumentElement
{
    private readonly string _key = key;

    protected override T View(YamlNode node) => view(node as YamlMapping ?? throw node.Error($"each item of '{_key}' must hold named values."));

    protected override YamlNode Node(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Node;
    }
}
