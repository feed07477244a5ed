namespace DataMesh;

/// <summary>One difference between two contracts as it was found; ContractDifference is what applications see of it, diagnostics are what editors see.</summary>
/// <param name="Rule">The verdict.</param>
/// <param name="Path">The place, with items of lists by their names.</param>
/// <param name="Former">The former value; null when there was none.</param>
/// <param name="Current">The value now; null when there is none.</param>
/// <param name="Summary">What changed, in words.</param>
internal sealed record FoundDifference(ChangeRule Rule, string Path, YamlNode? Former, YamlNode? Current, string Summary);
