using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Values;

public enum Cabin
{
    Economy,
    Business,
    First = 7,
}

/// <summary>Every type that a record can have, required and nullable.</summary>
[DataSchema]
internal sealed partial record Everything
{
    [Key]
    public required int Id { get; init; }
    public bool Flag { get; init; }
    public byte Byte { get; init; }
    public short Short { get; init; }
    public uint UInt { get; init; }
    public long Long { get; init; }
    public float Float { get; init; }
    public double Double { get; init; }
    [DecimalPrecision(38, 10)]
    public decimal Amount { get; init; }
    [DecimalPrecision(29, 0)]
    public decimal Whole { get; init; }
    public required string Text { get; init; }
    public Guid Uuid { get; init; }
    public DateOnly Day { get; init; }
    public TimeOnly Clock { get; init; }
    public DateTime Moment { get; init; }
    public DateTimeOffset Instant { get; init; }
    public required byte[] Bytes { get; init; }
    public Cabin Cabin { get; init; }
    public bool? MaybeFlag { get; init; }
    public byte? MaybeByte { get; init; }
    public short? MaybeShort { get; init; }
    public uint? MaybeUInt { get; init; }
    public long? MaybeLong { get; init; }
    public float? MaybeFloat { get; init; }
    public double? MaybeDouble { get; init; }
    [DecimalPrecision(38, 18)]
    public decimal? MaybeAmount { get; init; }
    public string? MaybeText { get; init; }
    public Guid? MaybeUuid { get; init; }
    public DateOnly? MaybeDay { get; init; }
    public TimeOnly? MaybeClock { get; init; }
    public DateTime? MaybeMoment { get; init; }
    public DateTimeOffset? MaybeInstant { get; init; }
    public byte[]? MaybeBytes { get; init; }
    public Cabin? MaybeCabin { get; init; }

    /// <summary>Rows with the extremes of every type, ordinary values and nulls.</summary>
    public static Everything[] Rows() => [.. Enumerable.Range(1, 40).Select(Ordinary), Lowest, Highest];

    /// <summary>A text form that compares contents, also of arrays.</summary>
    public static string Describe(Everything row) =>
        $"{row with { Bytes = [], MaybeBytes = null }} {Convert.ToHexString(row.Bytes)} {(row.MaybeBytes is { } bytes ? Convert.ToHexString(bytes) : "null")}";

    public static DateTime MomentOf(int i) => new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddDays(i).AddTicks(i * 10);

    public static Guid UuidOf(int i) => new(i * 7919, (short)i, 2, [250, 1, 2, 3, 4, 5, 6, (byte)i]);

    public static string TextOf(int i) => (i % 5) switch { 0 => "", 1 => "😀 smile", 2 => "\ue000 private", 3 => "𝄞 clef", _ => "plain" };

    private static Everything Ordinary(int i) => new()
    {
        Id = i,
        Flag = i % 2 == 0,
        Byte = (byte)i,
        Short = (short)-i,
        UInt = (uint)i,
        Long = i * 1_000_000_007L,
        Float = i / 4f,
        Double = i / 8.0,
        Amount = i * 1_000_000.0000000001m,
        Whole = i,
        Text = TextOf(i),
        Uuid = UuidOf(i),
        Day = new DateOnly(2001, 2, 3).AddDays(i),
        Clock = new TimeOnly(i % 24, i % 60, 1),
        Moment = MomentOf(i),
        Instant = MomentOf(i),
        Bytes = [(byte)i, 0, 255],
        Cabin = (Cabin)(i % 2),
        MaybeFlag = i % 3 == 0 ? null : i % 2 == 0,
        MaybeByte = i % 3 == 0 ? null : (byte)i,
        MaybeShort = i % 3 == 0 ? null : (short)-i,
        MaybeUInt = i % 3 == 0 ? null : (uint)i,
        MaybeLong = i % 3 == 0 ? null : i * 1_000_000_007L,
        MaybeFloat = i % 3 == 0 ? null : i / 4f,
        MaybeDouble = i % 3 == 0 ? null : i / 8.0,
        MaybeAmount = i % 3 == 0 ? null : -i * 0.000000000000000001m,
        MaybeText = i % 3 == 0 ? null : TextOf(i),
        MaybeUuid = i % 3 == 0 ? null : UuidOf(i),
        MaybeDay = i % 3 == 0 ? null : new DateOnly(2001, 2, 3).AddDays(i),
        MaybeClock = i % 3 == 0 ? null : new TimeOnly(i % 24, i % 60, 1),
        MaybeMoment = i % 3 == 0 ? null : MomentOf(i),
        MaybeInstant = i % 3 == 0 ? null : MomentOf(i),
        MaybeBytes = i % 3 == 0 ? null : [(byte)i],
        MaybeCabin = i % 3 == 0 ? null : (Cabin)(i % 2),
    };

    private static Everything Lowest => new()
    {
        Id = int.MinValue,
        Byte = byte.MinValue,
        Short = short.MinValue,
        Long = long.MinValue,
        Float = float.MinValue,
        Double = double.MinValue,
        Amount = -999_999_999_999_999_999.9999999999m,
        Whole = decimal.MinValue,
        Text = "",
        Day = DateOnly.MinValue,
        Clock = TimeOnly.MinValue,
        Moment = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
        Instant = DateTimeOffset.MinValue,
        Bytes = [],
        MaybeDouble = double.NegativeInfinity,
        MaybeFloat = float.NaN,
        MaybeAmount = -1.000000000000000001m,
    };

    private static Everything Highest => new()
    {
        Id = int.MaxValue,
        Flag = true,
        Byte = byte.MaxValue,
        Short = short.MaxValue,
        UInt = uint.MaxValue,
        Long = long.MaxValue,
        Float = float.MaxValue,
        Double = double.MaxValue,
        Amount = 999_999_999_999_999_999.9999999999m,
        Whole = decimal.MaxValue,
        Text = string.Concat(Enumerable.Repeat("𐍈", 5_000)),
        Uuid = Guid.AllBitsSet,
        Day = new DateOnly(9999, 12, 31),
        Clock = new TimeOnly(863_999_999_999 - 863_999_999_999 % 10),
        Moment = new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc),
        Instant = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero),
        Bytes = [.. Enumerable.Range(0, 10_000).Select(i => (byte)i)],
        Cabin = Cabin.First,
        MaybeDouble = double.PositiveInfinity,
        MaybeText = "\0 and \u0001",
        MaybeCabin = Cabin.First,
    };
}
