namespace DataMesh;

/// <summary>A column of a derived port that is less sensitive than what it is made from, by somebody's decision.</summary>
/// <param name="Column">The output column.</param>
/// <param name="Reason">Why.</param>
/// <param name="ApprovedBy">Who decided.</param>
internal sealed record Declassification(string Column, string Reason, string ApprovedBy);
