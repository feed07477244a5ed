using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A part of a scan that is read by itself: a file, or some row groups of a large one.</summary>
internal sealed record ScanPart(ScanTask Task, Range RowGroups);
