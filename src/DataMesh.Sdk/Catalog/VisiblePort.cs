namespace DataMesh;

/// <summary>What a principal may know of one output port; nothing else may be searched.</summary>
/// <param name="Contract">The port's contract.</param>
/// <param name="Columns">The names of the columns the principal may see.</param>
internal sealed record VisiblePort(DataContract Contract, IReadOnlyList<string> Columns);
