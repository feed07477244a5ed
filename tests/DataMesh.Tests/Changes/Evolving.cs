using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Changes;

internal static partial class Evolving
{
    [DataSchema]
    internal sealed partial record Before
    {
        [Key]
        public required long Id { get; init; }

        public required string City { get; init; }
    }

    [DataSchema]
    internal sealed partial record After
    {
        [Key]
        public required long Id { get; init; }

        [FormerName("city")]
        public required string Town { get; init; }
    }
}

/// <summary>A consumer's record without the key.</summary>
[DataSchema]
internal sealed partial record Spent
{
    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }
}
