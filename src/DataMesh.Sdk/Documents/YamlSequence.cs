namespace DataMesh;

/// <summary>A list of nodes.</summary>
internal sealed class YamlSequence(IReadOnlyList<YamlNode> items, YamlMark mark = default) : YamlNode(mark)
{
    /// <summary>The items, in order.</summary>
    public IReadOnlyList<YamlNode> Items { get; } = items;

    /// <summary>A list of texts.</summary>
    public static YamlSequence Of(IEnumerable<string> texts) => new([.. texts.Select(YamlScalar.Of)]);

    /// <summary>A list of mappings.</summary>
    public static YamlSequence Of(IEnumerable<YamlMapping> mappings) => new([.. mappings]);
}
