namespace DataMesh;

/// <summary>The extension point of the Bitol standards: named values beside the standard's own keys. Ours carry the vendor prefix <c>datamesh.</c>.</summary>
internal sealed class CustomProperties
{
    private const string Key = "customProperties";
    private const string Prefix = "datamesh.";

    private readonly YamlMapping _values;

    /// <summary>Creates an empty set, to write.</summary>
    public CustomProperties() => _values = new YamlMapping();

    private CustomProperties(YamlMapping values) => _values = values;

    /// <summary>Our values by their name without prefix, with the typed access of a mapping.</summary>
    public YamlMapping Values => _values;

    /// <summary>Reads our values of an element; other vendors', and those that a document only carries, are left alone.</summary>
    public static CustomProperties Of(YamlMapping element)
    {
        YamlMapping values = new(element.Mark);
        foreach (YamlMapping item in element.GetMappings(Key))
            if (item.FindText("property") is { } name && name.StartsWith(Prefix, StringComparison.Ordinal) && name != CarriedValues.Property && item.Find("value") is { } value
                && !values.TryAdd(name[Prefix.Length..], value))
                throw item.Error($"the custom property '{name}' appears twice.");
        return new CustomProperties(values);
    }

    /// <summary>Adds the set to an element unless it is empty.</summary>
    public void WriteTo(YamlMapping element) => element.AddOptional(Key, YamlSequence.Of(_values.Entries.Select(
        e => new YamlMapping().Add("property", Prefix + e.Key).Add("value", e.Value))));
}
