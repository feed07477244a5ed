using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>What only delete files have.</summary>
/// <param name="EqualityIds">The field ids whose values say which rows are deleted.</param>
/// <param name="ReferencedFile">The one data file that the deletes are of; null: of any.</param>
/// <param name="Offset">Where a deletion vector starts in its file.</param>
/// <param name="Length">How long it is.</param>
internal sealed record DeleteDetails(IReadOnlyList<int> EqualityIds, ObjectPath? ReferencedFile, long? Offset, long? Length);
