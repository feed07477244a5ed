using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>The elements that ODCS 3.1 and ODPS 1.0 have in common, as far as they are alike.</summary>
internal static class SharedShapes
{
    private static readonly System.Buffers.SearchValues<char> _idCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>A technical name that references use.</summary>
    public static FieldRule StableId { get; } = TextThat(t => t.Length > 0 && !t.AsSpan().ContainsAnyExcept(_idCharacters));

    /// <summary>Elements of a standard, by the spelling of their ids and URIs.</summary>
    /// <param name="id">What is said about <c>id</c>.</param>
    /// <param name="uri">What is said about <c>url</c>.</param>
    /// <param name="supportHasMore">True when channels have tags and definitions of their own and must say where they are.</param>
    public static (DocumentShape Custom, DocumentShape Definition, DocumentShape Support, DocumentShape Team) Create(FieldRule id, FieldRule uri, bool supportHasMore)
    {
        DocumentShape custom = new()
        {
            Fields = new Dictionary<string, FieldRule> { ["id"] = id, ["property"] = Text, ["value"] = Any, ["description"] = Text, ["vendor"] = Later(Text) },
            Required = ["property", "value"],
        };
        DocumentShape definition = new()
        {
            Fields = new Dictionary<string, FieldRule> { ["id"] = id, ["url"] = uri, ["type"] = Text, ["description"] = Text },
            Required = ["url", "type"],
        };
        FieldRule customs = Elements(() => custom), definitions = Elements(() => definition);
        DocumentShape support = new()
        {
            Fields = new Dictionary<string, FieldRule>
            {
                ["id"] = id, ["channel"] = Text, ["url"] = uri, ["description"] = Text, ["tool"] = Text, ["scope"] = Text, ["invitationUrl"] = uri,
                ["tags"] = supportHasMore ? Texts : Later(Texts), ["authoritativeDefinitions"] = supportHasMore ? definitions : Later(definitions), ["customProperties"] = customs,
            },
            Required = supportHasMore ? ["channel", "url"] : ["channel"],
        };
        DocumentShape member = new()
        {
            Fields = new Dictionary<string, FieldRule>
            {
                ["id"] = id, ["username"] = Text, ["name"] = Text, ["description"] = Text, ["role"] = Text, ["dateIn"] = Date, ["dateOut"] = Date, ["replacedByUsername"] = Text,
                ["tags"] = Texts, ["customProperties"] = customs, ["authoritativeDefinitions"] = definitions,
            },
            Required = ["username"],
            StandIns = ["username"],
        };
        DocumentShape team = new()
        {
            Fields = new Dictionary<string, FieldRule>
            {
                ["id"] = id, ["name"] = Text, ["description"] = Text, ["members"] = Elements(() => member), ["tags"] = Texts, ["customProperties"] = customs, ["authoritativeDefinitions"] = definitions,
            },
        };
        return (custom, definition, support, team);
    }
}
