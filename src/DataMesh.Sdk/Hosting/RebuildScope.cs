using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The partitions of a derived port that a refresh makes anew; others stay as they are.</summary>
/// <param name="Place">The place of the partition among those of a file.</param>
/// <param name="Partitions">Their values.</param>
internal sealed record RebuildScope(int Place, IReadOnlySet<ScalarValue> Partitions)
{
    public bool Holds(DataFile file) => Partitions.Contains(file.Partition[Place]);
}
