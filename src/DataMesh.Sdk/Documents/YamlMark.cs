using System.Globalization;

namespace DataMesh;

/// <summary>A place in a stored document, for messages. Lines and columns count from one.</summary>
internal readonly record struct YamlMark(string File, long Line, long Column)
{
    /// <summary>The failure to understand what stands here.</summary>
    public DataMeshException Error(string problem, DataMeshErrorKind kind = DataMeshErrorKind.CorruptData, Exception? inner = null) => new(kind, File is null
        ? $"Cannot use the document: {problem}"
        : string.Create(CultureInfo.InvariantCulture, $"Cannot read '{File}', line {Line}, column {Column}: {problem}"), inner);
}
