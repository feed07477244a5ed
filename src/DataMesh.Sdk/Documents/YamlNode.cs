namespace DataMesh;

/// <summary>A node of a document: the plain tree that stored documents are read into and written from. No tags, no anchors, no types.</summary>
internal abstract class YamlNode(YamlMark mark)
{
    /// <summary>Where the node stands; the default value for a node that was not read.</summary>
    public YamlMark Mark { get; } = mark;

    /// <summary>The failure to understand this node.</summary>
    public DataMeshException Error(string problem, DataMeshErrorKind kind = DataMeshErrorKind.CorruptData) => Mark.Error(problem, kind);
}
