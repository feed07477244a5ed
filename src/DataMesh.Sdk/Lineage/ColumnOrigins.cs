namespace DataMesh;

/// <summary>The input columns that can have an influence on one output column.</summary>
/// <param name="Output">The output column.</param>
/// <param name="Inputs">Input columns, by the name of the input and of the column.</param>
internal sealed record ColumnOrigins(string Output, IReadOnlyList<(string Input, string Column)> Inputs);
