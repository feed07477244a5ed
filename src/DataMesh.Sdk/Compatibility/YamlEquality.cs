namespace DataMesh;

/// <summary>Tells whether two values say the same: the order of keys and the spelling of numbers do not count.</summary>
internal static class YamlEquality
{
    /// <summary>True when both are absent or say the same.</summary>
    public static bool Same(YamlNode? a, YamlNode? b) => (a, b) switch
    {
        (null or YamlScalar { IsNull: true }, null or YamlScalar { IsNull: true }) => true,
        (YamlScalar x, YamlScalar y) => x.Text == y.Text || (FlagText.TryParse(x.Text) is { } flag && flag == FlagText.TryParse(y.Text)) || (YamlNumber.TryRead(x) is { } number && number == YamlNumber.TryRead(y)),
        (YamlSequence x, YamlSequence y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
        (YamlMapping x, YamlMapping y) => x.Entries.All(e => Same(e.Value, y.Find(e.Key))) && y.Entries.All(e => x.Contains(e.Key) || e.Value is YamlScalar { IsNull: true }),
        _ => false,
    };
}
