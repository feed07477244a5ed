using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Erasure;

[DataSchema]
internal sealed partial record Person
{
    [Key]
    public required long Id { get; init; }

    public required string Name { get; init; }

    [EventTime]
    public required DateTime SeenAt { get; init; }
}

/// <summary>Names a person.</summary>
[DataSchema]
internal sealed partial record PersonKey
{
    [Key]
    public required long Id { get; init; }
}
