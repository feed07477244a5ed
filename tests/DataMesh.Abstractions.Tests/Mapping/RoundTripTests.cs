using System.Globalization;
using CsCheck;

namespace DataMesh.Tests.Mapping;

public sealed class RoundTripTests
{
    private static readonly string[] s_codes = ["JFK", "SEA", "\U0001F6EB", ""];

    [Fact]
    public void Extremes_of_every_type_come_back()
    {
        EveryType low = new()
        {
            Id = long.MinValue, SByte = sbyte.MinValue, Short = short.MinValue, Int = int.MinValue, Float = float.NegativeInfinity, Double = double.NaN,
            Whole = decimal.MinValue, Amount = -99999999999999.9999m, Text = "", Bytes = [], Date = DateOnly.MinValue, Time = TimeOnly.MinValue,
            At = new DateTime(0, DateTimeKind.Utc), Instant = DateTimeOffset.MinValue, MaybeAmount = 0.0000000001m, MaybeText = "", MaybeBytes = [], MaybeMemory = ReadOnlyMemory<byte>.Empty,
        };
        EveryType high = new()
        {
            Id = long.MaxValue, Flag = true, Byte = byte.MaxValue, SByte = sbyte.MaxValue, Short = short.MaxValue, UShort = ushort.MaxValue, Int = int.MaxValue, UInt = uint.MaxValue,
            ULong = ulong.MaxValue, Float = float.MaxValue, Double = double.Epsilon, Whole = decimal.MaxValue, Amount = 99999999999999.9999m, Text = "\U0001F600 \uFFFF\0", Guid = Guid.AllBitsSet,
            Bytes = [0, 255], Memory = new byte[] { 1 }, Date = DateOnly.MaxValue, Time = new TimeOnly(TimeOnly.MaxValue.Ticks / 10 * 10),
            At = new DateTime(DateTime.MaxValue.Ticks / 10 * 10, DateTimeKind.Utc), Instant = new DateTimeOffset(DateTime.MaxValue.Ticks / 10 * 10, TimeSpan.Zero), Cabin = Cabin.First,
            MaybeFlag = false, MaybeByte = 0, MaybeSByte = -1, MaybeShort = -1, MaybeUShort = 1, MaybeInt = -1, MaybeUInt = uint.MaxValue, MaybeLong = -1, MaybeULong = ulong.MaxValue, MaybeFloat = -0f,
            MaybeDouble = -0d, MaybeAmount = 1234567890123456789.0123456789m, MaybeText = "é", MaybeGuid = Guid.Empty, MaybeDate = new(1969, 12, 31), MaybeTime = TimeOnly.MinValue, MaybeAt = DateTime.UnixEpoch,
            MaybeInstant = DateTimeOffset.UnixEpoch, MaybeBytes = [1], MaybeMemory = new byte[] { 2 }, MaybeCabin = Cabin.Premier,
        };

        Assert.Equal([Describe(low), Describe(high)], Codec.RoundTrip(low, high).Select(Describe));
    }

    [Fact]
    public void Any_rows_come_back() => Rows.Array[0, 70].Sample(rows => Codec.RoundTrip(rows).Select(Describe).SequenceEqual(rows.Select(Describe)));

    internal static string Describe(EveryType row) => string.Join('|', row.Id, row.Flag, row.Byte, row.SByte, row.Short, row.UShort, row.Int, row.UInt, row.ULong, Bits(row.Float), Bits(row.Double),
        Number(row.Whole), Number(row.Amount), row.Text, row.Guid, row.Date.DayNumber, row.Time.Ticks, Time(row.At), row.Instant.UtcTicks, Hex(row.Bytes), Hex(row.Memory.ToArray()), row.Cabin,
        row.MaybeFlag, row.MaybeByte, row.MaybeSByte, row.MaybeShort, row.MaybeUShort, row.MaybeInt, row.MaybeUInt, row.MaybeLong, row.MaybeULong, row.MaybeFloat is { } f ? Bits(f) : "null",
        row.MaybeDouble is { } d ? Bits(d) : "null", Number(row.MaybeAmount), row.MaybeText ?? "null", row.MaybeGuid, row.MaybeDate?.DayNumber, row.MaybeTime?.Ticks, row.MaybeAt is { } at ? Time(at) : "null",
        row.MaybeInstant?.UtcTicks, Hex(row.MaybeBytes), Hex(row.MaybeMemory?.ToArray()), row.MaybeCabin);

    internal static Gen<EveryType> Rows { get; } = Gen.Select(
        Gen.Select(Gen.Long, Gen.Bool, Gen.Byte, Gen.SByte, Gen.Short, Gen.UShort, Gen.Int, Gen.UInt),
        Gen.Select(Gen.ULong, Gen.Float, Gen.Double, Whole, Amount, Text, Gen.Guid, Gen.Byte.Array[0, 9]),
        Gen.Select(Gen.DateOnly, Micros.Select(m => new TimeOnly(m % TimeSpan.MicrosecondsPerDay * 10)), Micros.Select(ToTime), Micros.Select(m => new DateTimeOffset(ToTime(m))), Gen.Bool.Select(first => first ? Cabin.First : Cabin.Economy)),
        Gen.Int[0, (1 << 21) - 1],
        (a, b, c, nulls) => Create(a, b, c, nulls));

    private static Gen<decimal> Whole => Gen.Decimal.Select(decimal.Truncate);

    private static Gen<decimal> Amount => Gen.Long[-999999999999999999, 999999999999999999].Select(v => v / 10000m);

    private static Gen<string> Text => Gen.OneOf(Gen.Int[0, 3].Select(i => s_codes[i]), Gen.Char['\u0000', '\uD7FF'].Array[0, 80].Select(c => new string(c)));

    private static Gen<long> Micros => Gen.Long[0, 315537897599999999L];

    private static DateTime ToTime(long micros) => new(micros * 10, DateTimeKind.Utc);

    private static EveryType Create((long, bool, byte, sbyte, short, ushort, int, uint) a, (ulong, float, double, decimal, decimal, string, Guid, byte[]) b,
        (DateOnly Date, TimeOnly Time, DateTime At, DateTimeOffset Instant, Cabin Cabin) c, int nulls)
    {
        int bit = 0;
        bool Has() => (nulls >> bit++ & 1) == 0;
        return new EveryType
        {
            Id = a.Item1, Flag = a.Item2, Byte = a.Item3, SByte = a.Item4, Short = a.Item5, UShort = a.Item6, Int = a.Item7, UInt = a.Item8, ULong = b.Item1, Float = b.Item2, Double = b.Item3, Whole = b.Item4,
            Amount = b.Item5, Text = b.Item6, Guid = b.Item7, Bytes = b.Item8, Memory = b.Item8, Date = c.Date, Time = c.Time, At = c.At, Instant = c.Instant, Cabin = c.Cabin,
            MaybeFlag = Has() ? a.Item2 : null, MaybeByte = Has() ? a.Item3 : null, MaybeSByte = Has() ? a.Item4 : null, MaybeShort = Has() ? a.Item5 : null, MaybeUShort = Has() ? a.Item6 : null,
            MaybeInt = Has() ? a.Item7 : null, MaybeUInt = Has() ? a.Item8 : null, MaybeLong = Has() ? a.Item1 : null, MaybeULong = Has() ? b.Item1 : null, MaybeFloat = Has() ? b.Item2 : null,
            MaybeDouble = Has() ? b.Item3 : null, MaybeAmount = Has() ? b.Item5 : null, MaybeText = Has() ? b.Item6 : null, MaybeGuid = Has() ? b.Item7 : null, MaybeDate = Has() ? c.Date : null,
            MaybeTime = Has() ? c.Time : null, MaybeAt = Has() ? c.At : null, MaybeInstant = Has() ? c.Instant : null, MaybeBytes = Has() ? b.Item8 : null,
            MaybeMemory = Has() ? new ReadOnlyMemory<byte>(b.Item8) : null, MaybeCabin = Has() ? c.Cabin : null,
        };
    }

    private static string Bits(float value) => BitConverter.SingleToInt32Bits(value).ToString("x", CultureInfo.InvariantCulture);

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x", CultureInfo.InvariantCulture);

    private static string Number(decimal? value) => value is { } v ? (v / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : "null";

    private static string Time(DateTime value) => $"{value.Ticks} {value.Kind}";

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
