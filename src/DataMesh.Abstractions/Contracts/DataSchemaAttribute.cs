namespace DataMesh;

/// <summary>Makes a partial record a contract: the generator adds its schema and its columnar mapping.</summary>
/// <remarks>
/// DataAnnotations on the record's properties feed the contract: <c>[Key]</c>, <c>[Required]</c>, <c>[Range]</c>, <c>[StringLength]</c>,
/// <c>[RegularExpression]</c>, <c>[AllowedValues]</c>, <c>[Description]</c>, <c>[Column]</c>.
/// Columns are the public properties with a setter, an init accessor or a constructor parameter; computed and <c>[NotMapped]</c> ones are not stored,
/// inherited ones are refused. Times are cut to microseconds and must be UTC; an enum is stored as its name; a DateTimeOffset keeps the instant, not the offset.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class DataSchemaAttribute : Attribute
{
    /// <summary>The name of the row type in the contract. Default: the type's name in snake_case.</summary>
    public string? Name { get; set; }
}
