using System.Text;

namespace DataMesh.Tests.Contracts;

/// <summary>Compares documents as a reader sees them: the order of keys says nothing, everything else does.</summary>
internal static class SameDocument
{
    /// <summary>The document as somebody wrote it, but for the version of the standard and the former form of a team.</summary>
    public static YamlMapping Original(string yaml)
    {
        YamlMapping document = YamlParser.ParseForeign("original", Encoding.UTF8.GetBytes(yaml));
        if (document.Find("team") is YamlSequence members)
            document.Set("team", new YamlMapping().Add("members", members));
        return document;
    }

    public static void Equal(YamlMapping expected, YamlMapping actual) => Assert.Null(Difference("", Without(expected), Without(actual)));

    private static YamlMapping Without(YamlMapping document)
    {
        YamlMapping copy = new();
        foreach ((string key, YamlNode value) in document.Entries)
            if (key != "apiVersion")
                copy.Add(key, value);
        return copy;
    }

    private static string? Difference(string path, YamlNode? expected, YamlNode? actual) => (expected, actual) switch
    {
        (YamlScalar a, YamlScalar b) => Same(a, b) ? null : $"{path}: {a.Quoted} became {b.Quoted}",
        (YamlMapping a, YamlMapping b) => a.Entries.Select(e => Difference($"{path}/{e.Key}", e.Value, Entry(b, e.Key))).FirstOrDefault(d => d is not null)
            ?? b.Entries.Where(e => !a.Contains(e.Key)).Select(e => $"{path}/{e.Key} is new").FirstOrDefault(),
        (YamlSequence a, YamlSequence b) when a.Items.Count == b.Items.Count => a.Items.Select((item, i) => Difference($"{path}/{i}", item, b.Items[i])).FirstOrDefault(d => d is not null),
        _ => $"{path} has another form",
    };

    // A number gets quotes where the standard demands text, and loses them where it demands a number: the characters stay.
    private static bool Same(YamlScalar a, YamlScalar b) =>
        (a.IsNull && b.IsNull) || (a.Text == b.Text && (a.Kind == b.Kind || (a.Kind is not YamlKind.Null && b.Kind is not YamlKind.Null)));

    private static YamlNode? Entry(YamlMapping mapping, string key) => mapping.Entries.FirstOrDefault(e => e.Key == key).Value;
}
