using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataMesh.Tests.Mapping;

public enum Gate
{
    Open = 1,
    Closed = 2,
}

[DataSchema]
public sealed partial record Reading
{
    public required string Sensor { get; init; }
    public DateTime At { get; init; }
    [DecimalPrecision(5, 2)] public decimal Price { get; init; }
    public Gate Gate { get; init; } = Gate.Open;
    [Required] public string? Note { get; init; } = "";
}

[DataSchema]
public sealed partial record Wide
{
    public long Count { get; init; }
    public double Share { get; init; }
    [DecimalPrecision(18, 2)] public decimal Amount { get; init; }
    public string Name { get; init; } = "";
    public string? Added { get; init; }
    public int? AddedCount { get; init; }
    public bool? AddedFlag { get; init; }
}

[DataSchema]
public sealed partial record Narrow
{
    public int Count { get; init; }
    public float Share { get; init; }
    [DecimalPrecision(9, 2)] public decimal Amount { get; init; }
    public string? Name { get; init; }
}

[DataSchema]
public readonly partial record struct Positional(
    long Id,
    [Range(1, 5)] int Level,
    [property: Key] string Code,
    [property: Column("remark"), Classified(Classification.Restricted)] string? Note = null)
{
    public required DateOnly Day { get; init; }
}

[DataSchema]
public partial class Plain
{
    public Plain(int number, string name)
    {
        Number = number;
        Name = name;
    }

    public int Number { get; }

    public string Name { get; }

    public bool Seen { get; private set; }

    public static Plain Create(int number, string name, bool seen) => new(number, name) { Seen = seen };
}
