using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>The files of a project's <c>contracts</c> folder, by their names. Each is read when it is first asked for.</summary>
internal sealed class ContractFiles(ImmutableArray<AdditionalText> files)
{
    /// <summary>What names of committed contracts end in.</summary>
    public const string Suffix = ".odcs.yaml";

    /// <summary>The name of the file that says who uses which columns.</summary>
    public const string Consumers = "consumers.lock.json";

    private readonly ImmutableArray<AdditionalText> _files = files;

    /// <summary>The name of the committed contract of a port.</summary>
    public static string NameOf(string port) => port.Replace('/', '.') + Suffix;

    /// <summary>The name of the committed contract of one of several major versions of a port.</summary>
    public static string NameOf(string port, int major) => FormattableString.Invariant($"{port.Replace('/', '.')}@{major}{Suffix}");

    /// <summary>True for files that are ours to read.</summary>
    public static bool IsOurs(AdditionalText file) => IsContract(file) || FileName(file.Path) == Consumers;

    /// <summary>True for committed contracts.</summary>
    public static bool IsContract(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The committed contracts.</summary>
    public IEnumerable<AdditionalText> Contracts => _files.Where(IsContract);

    /// <summary>The file of a name; null when there is none.</summary>
    public AdditionalText? Find(string name) => _files.FirstOrDefault(f => FileName(f.Path) == name);

    /// <summary>The document of a committed contract.</summary>
    /// <exception cref="DataMeshException">It cannot be understood; the exception has the place.</exception>
    public static YamlMapping ReadContract(AdditionalText file, CancellationToken cancellationToken) => ReadContract(file.Path, TextOf(file, cancellationToken));

    /// <summary>The document of a committed contract.</summary>
    /// <exception cref="DataMeshException">It cannot be understood; the exception has the place.</exception>
    public static YamlMapping ReadContract(string path, string text)
    {
        YamlMapping root = YamlParser.ParseForeign(path, YamlParser.Encode(path, text));
        if (Scalar(root, "kind").Text != "DataContract")
            throw Scalar(root, "kind").Error("'DataContract' is expected.");
        if (!Scalar(root, "apiVersion").Text.StartsWith("v3.", StringComparison.Ordinal))
            throw Scalar(root, "apiVersion").Error("only version 3 of the Open Data Contract Standard can be read.");
        Scalar(root, "id");
        Scalar(root, "version");
        foreach (YamlMapping schema in Named(root, "schema"))
            CheckProperties(schema);
        return root;
    }

    /// <summary>Who uses which columns of a port, from the committed file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="port">The port with its major version, <c>domain/product/port@1</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The consumers; null when the file knows nothing of the port. Columns are null when they are not known.</returns>
    /// <exception cref="DataMeshException">It cannot be understood; the exception has the place.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<string>? Columns)>? ReadConsumers(AdditionalText file, string? port, CancellationToken cancellationToken)
    {
        YamlMapping root = YamlParser.Parse(file.Path, YamlParser.Encode(file.Path, TextOf(file, cancellationToken))); // JSON is YAML
        if (Scalar(root, "version").Text != "1")
            throw Scalar(root, "version").Error("only version 1 of this file can be read. Update DataMesh.");
        if (root.Find("ports") is not YamlMapping ports)
            throw (root.Find("ports") ?? root).Error("'ports' with named values is expected.");
        IReadOnlyList<(string, IReadOnlyList<string>?)>? found = null;
        foreach (KeyValuePair<string, YamlNode> entry in ports.Entries)
        {
            IReadOnlyList<(string, IReadOnlyList<string>?)> consumers = [.. Named(ports, entry.Key).Select(c => (Scalar(c, "name").Text, Columns(c)))];
            if (entry.Key == port)
                found = consumers;
        }
        return found;
    }

    private static IReadOnlyList<string>? Columns(YamlMapping consumer) => consumer.Find("columns") switch
    {
        null => null,
        YamlSequence list => [.. list.Items.Select(i => i as YamlScalar ?? throw i.Error("the name of a column is expected.")).Select(s => s.Text)],
        var other => throw other.Error("'columns' must be a list."),
    };

    private static void CheckProperties(YamlMapping element)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (YamlMapping property in Named(element, "properties"))
        {
            if (!names.Add(Scalar(property, "name").Text))
                throw property.Error($"the property {Scalar(property, "name").Quoted} appears twice.");
            CheckProperties(property);
        }
        if (element.Find("items") is YamlMapping items)
            CheckProperties(items);
    }

    private static string TextOf(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken)?.ToString() ?? throw new YamlMark(file.Path, 1, 1).Error("the file cannot be opened.");

    private static YamlScalar Scalar(YamlMapping mapping, string key) => mapping.Find(key) switch
    {
        YamlScalar scalar => scalar,
        null => throw mapping.Error($"'{key}' is missing."),
        var other => throw other.Error($"'{key}' must be a single value."),
    };

    private static IEnumerable<YamlMapping> Named(YamlMapping mapping, string key) => mapping.Find(key) switch
    {
        null => [],
        YamlSequence list => [.. list.Items.Select(i => i as YamlMapping ?? throw i.Error($"each item of '{key}' must hold named values."))],
        var other => throw other.Error($"'{key}' must be a list."),
    };

    /// <summary>The name of a file without its folder.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
