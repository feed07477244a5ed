using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>Values of documents as JSON nodes, which is what applications know.</summary>
internal static class YamlJson
{
    /// <summary>The value as JSON, a copy; null for nothing. Numbers that JSON cannot say are text.</summary>
    public static JsonNode? Read(YamlNode? node) => node switch
    {
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(Read)]),
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(e => new KeyValuePair<string, JsonNode?>(e.Key, Read(e.Value)))),
        YamlScalar scalar => Read(scalar),
        _ => null,
    };

    /// <summary>The value as a node of a document.</summary>
    public static YamlNode Write(JsonNode? json) => json switch
    {
        null => YamlScalar.Null,
        JsonArray array => new YamlSequence([.. array.Select(Write)]),
        JsonObject named => Write(named),
        _ => json.GetValueKind() switch
        {
            JsonValueKind.Null => YamlScalar.Null,
            JsonValueKind.True => YamlScalar.Of(true),
            JsonValueKind.False => YamlScalar.Of(false),
            JsonValueKind.Number => YamlScalar.Number(json.ToJsonString()),
            _ => YamlScalar.Of(json.ToString()),
        },
    };

    private static YamlMapping Write(JsonObject named)
    {
        YamlMapping mapping = new();
        foreach ((string key, JsonNode? value) in named)
            mapping.Add(key, Write(value));
        return mapping;
    }

    private static JsonNode? Read(YamlScalar scalar) => scalar.Kind switch
    {
        YamlKind.Null => null,
        YamlKind.Boolean => JsonValue.Create(scalar.Text[0] is 't' or 'T'),
        YamlKind.Integer or YamlKind.Float => Number(scalar.Text),
        _ => JsonValue.Create(scalar.Text),
    };

    // A parsed number converts to every type of C# that holds it; a created one only to its own.
    private static JsonNode Number(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan(text[0] == '-' ? 1 : 0);
        if (char.IsAsciiDigit(digits[0]) && digits is not ['0', >= '0' and <= '9', ..] && digits[^1] != '.' && !digits.ContainsAny('x', 'o') && !digits.Contains(".e", StringComparison.OrdinalIgnoreCase))
            return JsonNode.Parse(text)!;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))! : JsonValue.Create(text);
    }
}
