using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>The elements of the Open Data Product Standard (Bitol): read as 0.9 to 1.1 have them, written as the official schema of 1.0.0 allows.</summary>
internal static class ProductShapes
{
    static ProductShapes()
    {
        (DocumentShape custom, DocumentShape definition, DocumentShape support, DocumentShape team) = SharedShapes.Create(Later(Text), UriText, supportHasMore: true);
        FieldRule customs = Elements(() => custom), definitions = Elements(() => definition);
        DocumentShape description = Shape(new() { ["usage"] = Text, ["purpose"] = Text, ["limitations"] = Text, ["authoritativeDefinitions"] = definitions, ["customProperties"] = customs });
        DocumentShape input = Shape(Port(("name", Text), ("version", Text), ("contractId", Text)), ["name", "version", "contractId"], ["version", "contractId"]);
        DocumentShape bill = Shape(new() { ["type"] = Text, ["url"] = UriText }, ["url"]);
        DocumentShape source = Shape(new() { ["id"] = Text, ["version"] = Text }, ["id", "version"]);
        DocumentShape output = Shape(Port(("name", Text), ("description", Text), ("type", Text), ("version", Text), ("contractId", Text), ("sbom", Elements(() => bill)), ("inputContracts", Elements(() => source)), ("synonyms", Later(Texts))),
            ["name", "version"], ["version"]);
        DocumentShape management = Shape(Port(("name", Text), ("content", Text), ("type", Text), ("url", UriText), ("channel", Text), ("description", Text)), ["name", "content"]);
        Root = Shape(new()
        {
            ["apiVersion"] = Text, ["kind"] = Text, ["id"] = Text, ["name"] = Text, ["version"] = Text, ["status"] = Text, ["domain"] = Text, ["tenant"] = Text, ["tags"] = Texts,
            ["description"] = Element(() => description), ["inputPorts"] = Elements(() => input), ["outputPorts"] = Elements(() => output), ["managementPorts"] = Elements(() => management),
            ["support"] = Elements(() => support), ["team"] = Element(() => team), ["authoritativeDefinitions"] = definitions, ["customProperties"] = customs, ["productCreatedTs"] = Instant,
            ["type"] = Later(Text), ["deprecated"] = Later(Flag), ["synonyms"] = Later(Texts),
        }, ["apiVersion", "kind", "id"], ["status"]);

        Dictionary<string, FieldRule> Port(params ReadOnlySpan<(string Key, FieldRule Rule)> fields)
        {
            Dictionary<string, FieldRule> all = new(StringComparer.Ordinal) { ["tags"] = Texts, ["customProperties"] = customs, ["authoritativeDefinitions"] = definitions, ["deprecated"] = Later(Flag) };
            foreach ((string key, FieldRule rule) in fields)
                all.Add(key, rule);
            return all;
        }
    }

    /// <summary>The root.</summary>
    public static DocumentShape Root { get; }

    private static DocumentShape Shape(Dictionary<string, FieldRule> fields, string[]? required = null, string[]? standIns = null) =>
        new() { Fields = fields, Required = required ?? [], StandIns = standIns ?? [] };
}
