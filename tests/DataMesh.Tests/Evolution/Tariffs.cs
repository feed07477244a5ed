using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Evolution;

/// <summary>A contract and what became of it: each version is a record of its own, as if the code had changed.</summary>
public static partial class Tariffs
{
    [DataSchema]
    public sealed partial record V1
    {
        [Key] public required int Id { get; init; }

        public required string Area { get; init; }

        [DecimalPrecision(9, 2)] public required decimal Price { get; init; }

        public string? Remark { get; init; }

        public required Place Where { get; init; }
    }

    public sealed record Place
    {
        public required string City { get; init; }

        public int? Floor { get; init; }
    }

    /// <summary>Area is Region, the price has more digits, the id is wider, the remark is gone, the place says its street and no floor, a classified column is new.</summary>
    [DataSchema]
    public sealed partial record V2
    {
        [Key] public required long Id { get; init; }

        [FormerName("area")] public required string Region { get; init; }

        [DecimalPrecision(18, 2)] public decimal? Price { get; init; }

        public required Street Where { get; init; }

        [Classified(Classification.Confidential)] public string? Contact { get; init; }
    }

    public sealed record Street
    {
        [FormerName("city")] public required string Town { get; init; }

        public string? Name { get; init; }
    }

    /// <summary>What no table of V1 can become.</summary>
    [DataSchema]
    public sealed partial record Narrowed
    {
        [Key] public required int Id { get; init; }

        public required string Area { get; init; }

        public required int Price { get; init; }

        public string? Remark { get; init; }

        public required Place Where { get; init; }
    }
}
