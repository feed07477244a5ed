namespace DataMesh;

/// <summary>Nodes in one line, for telling values apart and for messages: equal nodes give equal texts.</summary>
internal static class YamlFlow
{
    /// <summary>The text of a node: of a single value the value itself.</summary>
    public static string Spell(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Text,
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Spell))}]",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{e.Key}: {Spell(e.Value)}"))}}}",
        _ => "",
    };
}
