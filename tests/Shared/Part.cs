using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests;

/// <summary>One row of a publish; a publish is whole when it has all its parts.</summary>
[DataSchema]
internal sealed partial record Part
{
    [Key]
    public required long Publish { get; init; }

    [Key]
    public required int Number { get; init; }
}
