using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace DataMesh.Tests.Values;

/// <summary>Every combination of structs, lists and maps that a record can have, and the widths of integers that nothing else has.</summary>
[DataSchema]
internal sealed partial record Trip
{
    [Key]
    public required int Id { get; init; }
    public required Address Home { get; init; }
    [Description("Where the traveller works.")]
    public Address? Work { get; init; }
    public required string[] Tags { get; init; }
    public List<string?>? MaybeTags { get; init; }
    public required IReadOnlyList<int> Numbers { get; init; }
    public int?[]? MaybeNumbers { get; init; }
    public ImmutableArray<long> Longs { get; init; }
    public required IReadOnlyList<Leg> Legs { get; init; }
    public List<Leg?>? MaybeLegs { get; init; }
    public required IReadOnlyDictionary<string, int> Counts { get; init; }
    public Dictionary<Guid, Leg?>? ByGuid { get; init; }
    public required IDictionary<Cabin, List<string>> ByCabin { get; init; }
    [DecimalPrecision(10, 2)]
    public required ICollection<decimal> Prices { get; init; }
    [DecimalPrecision(10, 2)]
    public Dictionary<int, decimal?>? PriceOf { get; init; }
    public required int[][] Matrix { get; init; }
    public Position Position { get; init; }
    public Position? MaybePosition { get; init; }
    public ImmutableArray<Position?>? Track { get; init; }
    public ReadOnlyMemory<byte> Blob { get; init; }
    public required IEnumerable<byte[]> Blobs { get; init; }
    public IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<string, Position>>? Nights { get; init; }
    public sbyte SByte { get; init; }
    public ushort UShort { get; init; }
    public ulong ULong { get; init; }
    public sbyte? MaybeSByte { get; init; }
    public ushort? MaybeUShort { get; init; }
    public ulong? MaybeULong { get; init; }

    /// <summary>A text form that compares contents.</summary>
    public static string Describe(Trip row) => JsonSerializer.Serialize(row);

    /// <summary>Random rows: many nulls, empty collections and empty structs.</summary>
    public static Trip[] Random(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(1, count).Select(id => Create(random, id))];
    }

    private static Trip Create(Random r, int id) => new()
    {
        Id = id,
        Home = AddressOf(r),
        Work = Maybe(r, AddressOf),
        Tags = Many(r, Text),
        MaybeTags = Maybe(r, r => Many(r, r => Maybe(r, Text)).ToList()),
        Numbers = Many(r, r => r.Next(int.MinValue, int.MaxValue)),
        MaybeNumbers = Maybe(r, r => Many(r, r => r.Next(3) == 0 ? (int?)null : r.Next(100))),
        Longs = [.. Many(r, r => r.NextInt64(long.MinValue, long.MaxValue))],
        Legs = Many(r, LegOf),
        MaybeLegs = Maybe(r, r => Many(r, r => Maybe(r, LegOf)).ToList()),
        Counts = Many(r, r => r.Next(50)).Distinct().ToDictionary(n => "n" + n),
        ByGuid = Maybe(r, r => Many(r, GuidOf).ToDictionary(g => g, _ => Maybe(r, LegOf))),
        ByCabin = Many(r, r => (Cabin)r.Next(2)).Distinct().ToDictionary(c => c, _ => Many(r, Text).ToList()),
        Prices = Many(r, r => r.Next(-100_000, 100_000) / 100m + 0.00m).ToList(),
        PriceOf = Maybe(r, r => Many(r, r => r.Next(1000)).Distinct().ToDictionary(n => n, _ => r.Next(3) == 0 ? (decimal?)null : r.Next(100_000) / 100m + 0.00m)),
        Matrix = Many(r, r => Many(r, r => r.Next(10))),
        Position = PositionOf(r),
        MaybePosition = r.Next(3) == 0 ? null : PositionOf(r),
        Track = r.Next(3) == 0 ? null : [.. Many(r, r => r.Next(3) == 0 ? (Position?)null : PositionOf(r))],
        Blob = Bytes(r),
        Blobs = Many(r, Bytes),
        Nights = Maybe(r, r => (IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<string, Position>>)Many(r, r => new DateOnly(2001, 1, 1).AddDays(r.Next(9000))).Distinct()
            .ToDictionary(d => d, _ => (IReadOnlyDictionary<string, Position>)Many(r, r => r.Next(9)).Distinct().ToDictionary(n => "p" + n, _ => PositionOf(r)))),
        SByte = (sbyte)r.Next(-128, 128),
        UShort = (ushort)r.Next(65_536),
        ULong = (ulong)r.NextInt64() * 2 + 1,
        MaybeSByte = r.Next(2) == 0 ? null : sbyte.MinValue,
        MaybeUShort = r.Next(2) == 0 ? null : ushort.MaxValue,
        MaybeULong = r.Next(2) == 0 ? null : ulong.MaxValue,
    };

    private static T? Maybe<T>(Random r, Func<Random, T> create)
        where T : class => r.Next(3) == 0 ? null : create(r);

    private static T[] Many<T>(Random r, Func<Random, T> create) => [.. Enumerable.Range(0, r.Next(2) == 0 ? 0 : r.Next(5)).Select(_ => create(r))];

    private static string Text(Random r) => Everything.TextOf(r.Next(5));

    private static byte[] Bytes(Random r) => [.. Many(r, r => (byte)r.Next(256))];

    private static Guid GuidOf(Random r)
    {
        byte[] bytes = new byte[16];
        r.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static Position PositionOf(Random r) => new(r.NextDouble() * 180, r.Next(2) == 0 ? null : r.Next(1000));

    private static Address AddressOf(Random r) => new(Text(r), r.Next(2) == 0 ? null : Text(r)) { Country = Maybe(r, r => new Country { Code = Text(r), Languages = [.. Many(r, Text)] }), Region = new Region(r.Next(9)) };

    private static Leg LegOf(Random r) => new()
    {
        Departure = Everything.MomentOf(r.Next(1000)),
        Flight = r.Next(2) == 0 ? null : GuidOf(r),
        Cabin = (Cabin)r.Next(2),
        MaybeCabin = r.Next(2) == 0 ? null : Cabin.First,
        Late = r.Next(3) switch { 0 => null, 1 => true, _ => false },
        At = new TimeOnly(r.Next(24), r.Next(60)),
        Day = new DateOnly(2010, 1, 1).AddDays(r.Next(1000)),
        Share = r.Next(8) / 8f,
        Gate = (byte)r.Next(256),
    };
}

/// <summary>Maps, and lists of maps, whose values are required.</summary>
[DataSchema]
internal sealed partial record Tally
{
    [Key]
    public required int Id { get; init; }
    public required IReadOnlyDictionary<string, int> Counts { get; init; }
    public required IReadOnlyList<IReadOnlyDictionary<string, int>> Groups { get; init; }
}

/// <summary>A class with constructor and properties, a struct that may be null and one that is not.</summary>
internal sealed record Address(string Street, string? City)
{
    public Country? Country { get; init; }

    public required Region Region { get; init; }
}

internal sealed record Region(int Number);

internal sealed record Country
{
    public required string Code { get; init; }

    public required List<string> Languages { get; init; }
}

internal readonly record struct Position(double Latitude, int? Height);

internal sealed record Leg
{
    public DateTime Departure { get; init; }
    public Guid? Flight { get; init; }
    public Cabin Cabin { get; init; }
    public Cabin? MaybeCabin { get; init; }
    public bool? Late { get; init; }
    public TimeOnly At { get; init; }
    public DateOnly Day { get; init; }
    public float Share { get; init; }
    public byte Gate { get; init; }
}
