using System.Text;

namespace DataMesh;

/// <summary>Reads and writes whole documents of the open standards; what is the same for contracts and products.</summary>
/// <param name="what">What messages call the document.</param>
/// <param name="kind">The standard's <c>kind</c>.</param>
/// <param name="version">The version of the standard that is written.</param>
/// <param name="majors">What versions that can be read start with.</param>
/// <param name="root">The shape of the root.</param>
internal sealed class StandardDocument(string what, string kind, string version, string[] majors, DocumentShape root)
{
    /// <summary>Reads the document of a text.</summary>
    public YamlMapping Parse(string yaml, string name) => Parse(YamlParser.Encode(name, yaml), name);

    /// <summary>Reads the document of a file.</summary>
    public async Task<YamlMapping> LoadAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo file = new(path);
        if (!file.Exists)
            throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot read the {what} '{path}': there is no such file. Correct the path.");
        if (file.Length > YamlParser.MaximumBytes)
            throw new YamlMark(path, 1, 1).Error($"the file has {file.Length} bytes, at most {YamlParser.MaximumBytes} are expected of such a file.");
        return Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), path);
    }

    /// <summary>The text of the document in the version of the standard that is written.</summary>
    public string Write(YamlMapping document)
    {
        if (root.Required.FirstOrDefault(key => document.Find(key) is not YamlScalar) is { } missing)
            throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot write the {what}: '{missing}' is missing, which the standard demands. Set it.");
        YamlMapping written = root.Export(document, new CarriedValues(), depth: 1)
            ?? throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot write the {what}: one of {string.Join(", ", root.Required)} is no text. Set it.");
        written.Set("apiVersion", YamlScalar.Of(version));
        return Encoding.UTF8.GetString(YamlText.Write(what, written));
    }

    /// <summary>The root of a new document.</summary>
    public YamlMapping Create() => new YamlMapping().Add("apiVersion", version).Add("kind", kind);

    /// <summary>Refuses documents of other kinds and unknown versions.</summary>
    public void Check(YamlMapping document)
    {
        if (document.GetText("kind") != kind)
            throw document.GetScalar("kind").Error($"'{kind}' is expected.");
        YamlScalar standard = document.GetScalar("apiVersion");
        if (!majors.Any(m => standard.Text.StartsWith(m, StringComparison.Ordinal)))
            throw standard.Error($"{standard.Quoted} is a version of the standard that cannot be read: expected {string.Join(" or ", majors.Select(m => $"{m}x"))}.", DataMeshErrorKind.IncompatibleVersion);
    }

    private YamlMapping Parse(ReadOnlySpan<byte> content, string name)
    {
        YamlMapping document = YamlParser.ParseForeign(name, content);
        Check(document);
        foreach (string key in root.Required)
            document.GetScalar(key);
        TeamDocument.Upgrade(document);
        root.Import(document, depth: 1);
        CheckDepth(document, depth: 1);
        return document;
    }

    // Lower than what the parser takes: there must be room to carry values, and what is put back may lie deep.
    private static void CheckDepth(YamlNode node, int depth)
    {
        if (depth > DocumentShape.MaximumDepth)
            throw node.Error($"the document is nested more than {DocumentShape.MaximumDepth} levels deep.");
        IEnumerable<YamlNode> children = node switch
        {
            YamlMapping mapping => mapping.Entries.Select(e => e.Value),
            YamlSequence sequence => sequence.Items,
            _ => [],
        };
        foreach (YamlNode child in children)
            CheckDepth(child, depth + 1);
    }
}
