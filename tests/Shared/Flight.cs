namespace DataMesh.Tests;

[DataSchema]
internal sealed partial record Flight
{
    public required DateTime Date { get; init; }

    public required long Delay { get; init; }

    public required long Distance { get; init; }

    public required string Origin { get; init; }

    public required string Destination { get; init; }
}
