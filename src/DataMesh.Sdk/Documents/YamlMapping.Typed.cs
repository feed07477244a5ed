namespace DataMesh;

internal sealed partial class YamlMapping
{
    /// <summary>The value of a key as one of the mesh's value types.</summary>
    public T GetValue<T>(string key)
        where T : IParsable<T> => GetScalar(key).Parse<T>(key);

    /// <summary>Refuses keys that this version does not know: for documents where ignoring one could show what must stay hidden.</summary>
    public void RefuseUnknownKeys(params ReadOnlySpan<string> known)
    {
        foreach ((string key, YamlNode value) in _entries)
            if (!known.Contains(key))
                throw value.Error($"'{key}' is not known to this version of DataMesh. Update the application.", DataMeshErrorKind.IncompatibleVersion);
    }
}
