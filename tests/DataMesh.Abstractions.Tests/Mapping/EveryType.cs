using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Mapping;

public enum Cabin
{
    Economy,
    Business,
    First = 7,
#pragma warning disable CA1069 // an alias is what is tested
    Premier = 7,
#pragma warning restore CA1069
}

[DataSchema]
public sealed partial record EveryType
{
    [Key]
    public required long Id { get; init; }
    public bool Flag { get; init; }
    public byte Byte { get; init; }
    public sbyte SByte { get; init; }
    public short Short { get; init; }
    public ushort UShort { get; init; }
    public int Int { get; init; }
    public uint UInt { get; init; }
    public ulong ULong { get; init; }
    public float Float { get; init; }
    public double Double { get; init; }
    [DecimalPrecision(29, 0)]
    public decimal Whole { get; init; }
    [DecimalPrecision(18, 4)]
    public decimal Amount { get; init; }
    public required string Text { get; init; }
    public Guid Guid { get; init; }
    public DateOnly Date { get; init; }
    public TimeOnly Time { get; init; }
    public DateTime At { get; init; }
    public DateTimeOffset Instant { get; init; }
    public required byte[] Bytes { get; init; }
    public ReadOnlyMemory<byte> Memory { get; init; }
    public Cabin Cabin { get; init; }
    public bool? MaybeFlag { get; init; }
    public byte? MaybeByte { get; init; }
    public sbyte? MaybeSByte { get; init; }
    public short? MaybeShort { get; init; }
    public ushort? MaybeUShort { get; init; }
    public int? MaybeInt { get; init; }
    public uint? MaybeUInt { get; init; }
    public long? MaybeLong { get; init; }
    public ulong? MaybeULong { get; init; }
    public float? MaybeFloat { get; init; }
    public double? MaybeDouble { get; init; }
    [DecimalPrecision(38, 10)]
    public decimal? MaybeAmount { get; init; }
    public string? MaybeText { get; init; }
    public Guid? MaybeGuid { get; init; }
    public DateOnly? MaybeDate { get; init; }
    public TimeOnly? MaybeTime { get; init; }
    public DateTime? MaybeAt { get; init; }
    public DateTimeOffset? MaybeInstant { get; init; }
    public byte[]? MaybeBytes { get; init; }
    public ReadOnlyMemory<byte>? MaybeMemory { get; init; }
    public Cabin? MaybeCabin { get; init; }
    public string Computed => Text + Id;
}
