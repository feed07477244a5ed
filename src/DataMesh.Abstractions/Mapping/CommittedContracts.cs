using System.Collections.Concurrent;
using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>The committed contracts of the assemblies of this process, as they were when each was compiled. Generated code adds them when its assembly is loaded, so they need no file beside the program.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CommittedContracts
{
    private static readonly ConcurrentDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a contract; the last one of a name counts.</summary>
    /// <param name="file">The name of its file, <c>domain.product.port.odcs.yaml</c> or <c>domain.product.port@2.odcs.yaml</c>.</param>
    /// <param name="yaml">The content.</param>
    public static void Add(string file, string yaml)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(yaml);
        _files[file] = yaml;
    }

    /// <summary>Finds the content of a contract; null when no assembly has it.</summary>
    public static string? Find(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _files.GetValueOrDefault(file);
    }
}
