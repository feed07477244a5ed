using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class EncodingRefusalTests
{
    private static readonly Reading s_good = new() { Sensor = "s", At = DateTime.UnixEpoch, Price = 1.5m };

    [Fact]
    public void Null_in_a_required_column_names_row_and_column() =>
        AssertRefused(s_good with { Sensor = null! }, "sensor", "required", "row 1001 has no value in 'sensor'");

    [Fact]
    public void Null_in_a_nullable_member_that_is_required_is_refused() => AssertRefused(s_good with { Note = null }, "note", "required", "'note'");

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_time_that_is_not_UTC_is_refused(DateTimeKind kind) =>
        AssertRefused(s_good with { At = DateTime.SpecifyKind(s_good.At, kind) }, "at", "UTC", "Use DateTime.UtcNow, ToUniversalTime or DateTimeOffset.");

    [Theory]
    [InlineData("1.005")]
    [InlineData("1000")]
    [InlineData("-1000.00")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    public void A_decimal_that_does_not_fit_is_refused_and_never_rounded(string text) =>
        AssertRefused(s_good with { Price = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) }, "price", "decimal(5,2)", "give [DecimalPrecision] more digits");

    [Theory]
    [InlineData("999.99")]
    [InlineData("-999.99000000000000000000000000")]
    [InlineData("0")]
    public void A_decimal_at_the_edge_fits(string text)
    {
        decimal price = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(price, Codec.RoundTrip(s_good with { Price = price })[0].Price);
    }

    [Fact]
    public void A_number_that_is_no_member_of_the_enum_is_refused() => AssertRefused(s_good with { Gate = (Gate)9 }, "gate", "enum member", "no member of the enum");

    [Theory] // characters, because attributes cannot hold half of a pair
    [InlineData('\uD83D')]
    [InlineData('\uDE00')]
    public void Half_of_a_surrogate_pair_is_refused(char half) => AssertRefused(s_good with { Sensor = $"a{half}b" }, "sensor", "Unicode text", "surrogate");

    [Fact]
    public void A_row_that_is_null_is_misuse()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Codec.Encode(s_good, null!));

        Assert.Contains("Row 1 is null", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_that_a_batch_breaks_is_listed_with_its_count_and_without_values()
    {
        Reading bad = s_good with { Sensor = null!, Price = 1234567.891m };

        ContractViolationException error = Assert.Throws<ContractViolationException>(() => Codec.Encode(s_good, bad, bad));

        Assert.Equal([("sensor", "required", 1L, 2L), ("price", "decimal(5,2)", 1L, 2L)], error.Violations.Select(v => (v.Column, v.Rule, v.FirstRow, v.Rows)));
        Assert.DoesNotContain("1234567", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_goes_on_after_a_refused_batch()
    {
        RecordBatchEncoder<Reading> encoder = Encoder<Reading>(EncoderOptions.Default);
        Assert.Throws<ContractViolationException>(() => encoder.Encode([s_good with { Gate = (Gate)9 }], 0));

        using RecordBatch batch = encoder.Encode([s_good], 1);

        Assert.Equal([s_good], Codec.Decode<Reading>(batch));
    }

    private static void AssertRefused(Reading row, string column, string rule, string message)
    {
        ContractViolationException error = Assert.Throws<ContractViolationException>(() => Encoder<Reading>(EncoderOptions.Default).Encode([s_good, row], 1000));

        ContractViolation violation = Assert.Single(error.Violations);
        Assert.Equal((column, rule, 1001L, 1L), (violation.Column, violation.Rule, violation.FirstRow, violation.Rows));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static RecordBatchEncoder<T> Encoder<T>(EncoderOptions options)
        where T : IDataSchema<T> => T.CreateEncoder(options);
}
