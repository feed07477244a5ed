using Apache.Arrow.Memory;

namespace DataMesh.Mapping;

/// <summary>Where a column under construction lies.</summary>
/// <param name="Path">Its name; below nested columns, the names from the top, joined by points.</param>
/// <param name="Allocator">Where its memory comes from.</param>
/// <param name="Violations">Where broken rules go.</param>
/// <param name="Owner">The nested column around it; null at the top.</param>
internal sealed record ColumnPlace(string Path, MemoryAllocator Allocator, BatchViolations Violations, NestedColumnWriter? Owner);
