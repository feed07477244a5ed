namespace DataMesh;

/// <summary>The texts under a key.</summary>
internal sealed class TextList(YamlMapping parent, string key) : NodeList<string>(parent, key)
{
    private readonly string _key = key;

    protected override string View(YamlNode node) => (node as YamlScalar ?? throw node.Error($"each item of '{_key}' must be a single value.")).Text;

    protected override YamlNode Node(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return YamlScalar.Of(item);
    }
}
