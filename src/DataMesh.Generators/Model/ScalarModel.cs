namespace DataMesh.Generators;

/// <summary>A value in an attribute, as the contract has it.</summary>
/// <param name="Kind">The member of DataMesh.ScalarKind, in camelCase.</param>
/// <param name="Text">The value as DataMesh.ScalarValue spells it.</param>
/// <param name="Expression">C# code that makes the DataMesh.ScalarValue.</param>
internal sealed record ScalarModel(string Kind, string Text, string Expression);
