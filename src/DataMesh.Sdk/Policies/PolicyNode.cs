namespace DataMesh;

/// <summary>Strict access to the nodes of a policy: whatever could be read as "no limit" by mistake is refused.</summary>
internal static class PolicyNode
{
    /// <summary>Refuses keys that are not known, keys without a value, and lists without entries: an absent list often means "any".</summary>
    public static void Check(YamlMapping node, params ReadOnlySpan<string> known)
    {
        node.RefuseUnknownKeys(known);
        foreach ((string key, YamlNode value) in node.Entries)
        {
            if (value is YamlScalar { IsNull: true })
                throw value.Error($"'{key}' has no value. Give it one, or leave the key out.");
            if (value is YamlSequence { Items.Count: 0 } && key is not ("grants" or "ports"))
                throw value.Error($"'{key}' is empty. List the entries, or leave the key out.");
        }
    }

    /// <summary>The filter of a key; null when it is absent.</summary>
    public static Filter? FindFilter(YamlMapping node, string key)
    {
        if (node.FindScalar(key) is not { } scalar)
            return null;
        try
        {
            return Filter.Parse(scalar.Text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw scalar.Mark.Error($"'{key}' is no filter. {error.Message}", inner: error);
        }
    }

    /// <summary>The mask of a key.</summary>
    public static Mask GetMask(YamlMapping node, string key)
    {
        YamlScalar scalar = node.GetScalar(key);
        return Mask.TryParse(scalar.Text, null, out Mask? mask) ? mask
            : throw scalar.Error("this is no mask: expected none, drop, null, constant with a value, hash, hash port, hash domain, hash with a scope in quotes, first or last with 1 to 1000, bucket with a positive width, year, month or day.");
    }

    /// <summary>The values of a list.</summary>
    public static T[] GetValues<T>(YamlMapping node, string key, string what)
        where T : IParsable<T>
    {
        IReadOnlyList<YamlScalar> items = node.GetScalars(key);
        T[] values = new T[items.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = items[i].Parse<T>(what);
        return values;
    }
}
