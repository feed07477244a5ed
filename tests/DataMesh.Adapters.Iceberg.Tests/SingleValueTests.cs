using System.Text;
using CsCheck;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

public sealed class SingleValueTests
{
    [Theory]
    [InlineData("14.20", "058c")]
    [InlineData("-14.20", "fa74")]
    [InlineData("0", "00")]
    [InlineData("1.28", "0080")]
    [InlineData("-1.28", "80")]
    public void Decimals_take_the_fewest_bytes(string value, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(SingleValue.Encode(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), PhysicalType.Decimal(9, 2))!));

    [Fact]
    public void Values_read_back() => Gen.Select(Gen.Long, Gen.Double, Gen.Decimal[-1_000_000_000, 1_000_000_000], Gen.Guid, Gen.DateTime[new(1, 1, 2), new(9999, 12, 30)]).Sample((number, real, money, id, instant) =>
    {
        money = decimal.Round(money, 4);
        instant = DateTime.SpecifyKind(instant, DateTimeKind.Utc);
        RoundTrips(number, PhysicalType.Of(PhysicalTypeKind.Int64));
        RoundTrips((long)(int)number, PhysicalType.Of(PhysicalTypeKind.Int32));
        RoundTrips(real, PhysicalType.Of(PhysicalTypeKind.Double));
        RoundTrips(money, PhysicalType.Decimal(38, 4));
        RoundTrips(ScalarValue.From(id), PhysicalType.Of(PhysicalTypeKind.Uuid));
        RoundTrips(ScalarValue.From(instant), PhysicalType.Of(PhysicalTypeKind.Timestamp));
        RoundTrips(ScalarValue.From(DateOnly.FromDateTime(instant)), PhysicalType.Of(PhysicalTypeKind.Date));
        RoundTrips(ScalarValue.From(TimeOnly.FromDateTime(instant)), PhysicalType.Of(PhysicalTypeKind.Time));
    });

    [Fact]
    public void Bounds_of_texts_enclose_them_and_are_short() => Gen.Int[1, 0x10FFFF].Where(c => c is < 0xD800 or > 0xDFFF).Array[0, 20].Sample(points =>
    {
        ScalarValue text = string.Concat(points.Select(char.ConvertFromUtf32));
        PhysicalType type = PhysicalType.Of(PhysicalTypeKind.String);
        ScalarValue lower = SingleValue.Decode(SingleValue.EncodeLower(text, type), type);
        byte[]? upper = SingleValue.EncodeUpper(text, type);
        Assert.True(lower <= text);
        Assert.True(lower.AsString().EnumerateRunes().Count() <= 16);
        if (upper is not null)
        {
            Assert.True(SingleValue.Decode(upper, type) >= text);
            Assert.True(Encoding.UTF8.GetString(upper).EnumerateRunes().Count() <= 16);
        }
    });

    [Fact]
    public void A_text_of_greatest_code_points_has_no_upper_bound()
    {
        string greatest = string.Concat(Enumerable.Repeat("\U0010FFFF", 17));

        Assert.Null(SingleValue.EncodeUpper(greatest, PhysicalType.Of(PhysicalTypeKind.String)));
        Assert.Equal("\ue000", Encoding.UTF8.GetString(SingleValue.EncodeUpper("\ud7ff" + greatest, PhysicalType.Of(PhysicalTypeKind.String))!));
        Assert.Null(SingleValue.EncodeUpper(ScalarValue.From([.. Enumerable.Repeat((byte)0xff, 17)]), PhysicalType.Of(PhysicalTypeKind.Binary)));
    }

    [Fact]
    public void Zero_bounds_have_the_sign_that_encloses_both_zeros()
    {
        PhysicalType type = PhysicalType.Of(PhysicalTypeKind.Double);

        Assert.Equal(BitConverter.GetBytes(-0.0), SingleValue.EncodeLower(0.0, type));
        Assert.Equal(BitConverter.GetBytes(0.0), SingleValue.EncodeUpper(-0.0, type));
        Assert.Null(SingleValue.EncodeLower(double.NaN, type));
    }

    private static void RoundTrips(ScalarValue value, PhysicalType type) => Assert.Equal(value, SingleValue.Decode(SingleValue.Encode(value, type), type));
}
