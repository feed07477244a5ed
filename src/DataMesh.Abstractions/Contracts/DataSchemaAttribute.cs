namespace DataMesh;

/// <summary>Makes a partial record a contract: the generator adds its schema and its columnar mapping.</summary>
/// <remarks>
/// DataAnnotations on the record's properties feed the contract: <c>[Key]</c>, <c>[Required]</c>, <c>[Range]</c>, <c>[StringLength]</c>,
/// <c>[RegularExpression]</c>, <c>[AllowedValues]</c>, <c>[Description]</c>, <c>[Column]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class DataSchemaAttribute : Attribute
{
    /// <summary>The name of the row type in the contract. Default: the type's name in snake_case.</summary>
    public string? Name { get; set; }
}
