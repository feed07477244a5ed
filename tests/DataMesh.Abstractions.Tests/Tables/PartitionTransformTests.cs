using CsCheck;

namespace DataMesh.Tests.Tables;

public sealed class PartitionTransformTests
{
    private static readonly PhysicalType s_int = PhysicalType.Of(PhysicalTypeKind.Int32);
    private static readonly PhysicalType s_long = PhysicalType.Of(PhysicalTypeKind.Int64);
    private static readonly PhysicalType s_text = PhysicalType.Of(PhysicalTypeKind.String);
    private static readonly PhysicalType s_binary = PhysicalType.Of(PhysicalTypeKind.Binary);
    private static readonly PhysicalType s_date = PhysicalType.Of(PhysicalTypeKind.Date);
    private static readonly PhysicalType s_timestamp = PhysicalType.Of(PhysicalTypeKind.Timestamp);

    public static TheoryData<string, string, int> AppendixB => new()
    {
        { "int", "34", 2017239379 },
        { "long", "34", 2017239379 },
        { "decimal(9,2)", "14.20", -500754589 },
        { "decimal(9,2)", "14.2", -500754589 },
        { "date", "2017-11-16", -653330422 },
        { "time", "22:31:08", -662762989 },
        { "timestamptz", "2017-11-16T22:31:08Z", -2047944441 },
        { "timestamptz", "2017-11-16T22:31:08.000001Z", -1207196810 },
        { "string", "iceberg", 1210000089 },
        { "uuid", "f79c3e09-677c-4bbd-a479-3f349cb785e7", 1488055340 },
        { "binary", "00010203", -188683207 },
    };

    [Theory]
    [MemberData(nameof(AppendixB))]
    public void Buckets_use_the_hashes_of_the_specification(string type, string text, int hash)
    {
        PhysicalType source = PhysicalType.Parse(type);

        ScalarValue bucket = PartitionTransform.Bucket(int.MaxValue).Apply(Parse(text, source), source);

        Assert.Equal((hash & int.MaxValue) % int.MaxValue, bucket.AsInteger());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("bucket[16]")]
    [InlineData("truncate[4]")]
    [InlineData("year")]
    [InlineData("month")]
    [InlineData("day")]
    [InlineData("hour")]
    [InlineData("void")]
    public void A_transform_reads_back_what_it_prints(string text) => Assert.Equal(text, PartitionTransform.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Identity")]
    [InlineData("bucket")]
    [InlineData("bucket[]")]
    [InlineData("bucket[0]")]
    [InlineData("bucket[-1]")]
    [InlineData("bucket[ 4]")]
    [InlineData("truncate[4")]
    [InlineData("truncate[99999999999]")]
    public void What_is_not_a_transform_is_refused(string text) => Assert.Throws<FormatException>(() => PartitionTransform.Parse(text));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    public void Numbers_are_truncated_downwards(long value, long expected)
    {
        Assert.Equal(expected, PartitionTransform.Truncate(10).Apply(value, s_int).AsInteger());
        Assert.Equal(expected, PartitionTransform.Truncate(10).Apply(value, s_long).AsInteger());
    }

    [Fact]
    public void Decimals_are_truncated_on_the_stored_number()
    {
        PhysicalType source = PhysicalType.Decimal(9, 2);

        Assert.Equal(10.50m, PartitionTransform.Truncate(50).Apply(10.65m, source).AsDecimal());
        Assert.Equal(-10.50m, PartitionTransform.Truncate(50).Apply(-10.05m, source).AsDecimal());
        Assert.Equal(3m, PartitionTransform.Truncate(50).Apply(3L, source).AsDecimal());
    }

    [Fact]
    public void Texts_are_truncated_by_code_point_and_bytes_by_byte()
    {
        Assert.Equal("a😀b", PartitionTransform.Truncate(3).Apply("a😀b😀", s_text).AsString());
        Assert.Equal("ab", PartitionTransform.Truncate(3).Apply("ab", s_text).AsString());
        Assert.Equal([1, 2], PartitionTransform.Truncate(2).Apply(ScalarValue.From([1, 2, 3]), s_binary).AsBinary().ToArray());
    }

    [Theory]
    [InlineData("2017-12-01T10:12:55.038194Z", 47, 575, "2017-12-01", 420034)]
    [InlineData("1970-01-01T00:00:00Z", 0, 0, "1970-01-01", 0)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1, -1, "1969-12-31", -1)]
    [InlineData("1968-11-30T23:00:00Z", -2, -14, "1968-11-30", -9505)]
    public void Times_before_1970_belong_to_the_period_they_lie_in(string text, int year, int month, string day, long hour)
    {
        ScalarValue value = Parse(text, s_timestamp);

        Assert.Equal(year, PartitionTransform.Year.Apply(value, s_timestamp).AsInteger());
        Assert.Equal(month, PartitionTransform.Month.Apply(value, s_timestamp).AsInteger());
        Assert.Equal(DateOnly.Parse(day, null), PartitionTransform.Day.Apply(value, s_timestamp).AsDate());
        Assert.Equal(hour, PartitionTransform.Hour.Apply(value, s_timestamp).AsInteger());
        Assert.Equal(month, PartitionTransform.Month.Apply(ScalarValue.From(DateOnly.Parse(day, null)), s_date).AsInteger());
    }

    [Fact]
    public void Null_stays_null_and_void_is_always_null()
    {
        Assert.True(PartitionTransform.Bucket(4).Apply(ScalarValue.Null, s_int).IsNull);
        Assert.True(PartitionTransform.Void.Apply(7, s_int).IsNull);
    }

    [Fact]
    public void An_unsupported_type_is_refused()
    {
        Assert.False(PartitionTransform.Hour.Supports(s_date));
        Assert.Throws<ArgumentException>(() => PartitionTransform.Hour.Apply(ScalarValue.From(new DateOnly(2020, 1, 1)), s_date));
        Assert.Throws<ArgumentException>(() => PartitionTransform.Bucket(4).ResultType(PhysicalType.Of(PhysicalTypeKind.Double)));
        Assert.Throws<ArgumentException>(() => PartitionTransform.Bucket(4).Apply("4", s_int));
    }

    [Fact]
    public void Results_have_the_type_that_is_announced()
    {
        Assert.Equal("date", PartitionTransform.Day.ResultType(s_timestamp).ToString());
        Assert.Equal("int", PartitionTransform.Bucket(4).ResultType(s_text).ToString());
        Assert.Equal("int", PartitionTransform.Hour.ResultType(s_timestamp).ToString());
        Assert.Equal("string", PartitionTransform.Truncate(4).ResultType(s_text).ToString());
    }

    [Fact]
    public void Truncation_keeps_order_and_is_idempotent() =>
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Long[-1_000_000, 1_000_000], Gen.Int[1, 1000]).Sample((a, b, width) =>
        {
            PartitionTransform truncate = PartitionTransform.Truncate(width);
            ScalarValue x = truncate.Apply(a, s_long), y = truncate.Apply(b, s_long);
            return (a > b || x <= y) && truncate.Apply(x, s_long) == x && x <= a && a - x.AsInteger() < width;
        });

    [Fact]
    public void A_decimal_is_hashed_by_its_shortest_two_s_complement() =>
        Gen.Long.Sample(unscaled =>
        {
            byte[] bytes = [.. BitConverter.GetBytes(unscaled).Reverse()];
            int start = 0;
            while (start < 7 && ((bytes[start] == 0 && bytes[start + 1] < 128) || (bytes[start] == 255 && bytes[start + 1] >= 128)))
                start++;

            ScalarValue ofDecimal = PartitionTransform.Bucket(1000).Apply(new decimal(unscaled) / 100, PhysicalType.Decimal(20, 2));

            return ofDecimal == PartitionTransform.Bucket(1000).Apply(ScalarValue.From(bytes[start..]), s_binary);
        });

    private static ScalarValue Parse(string text, PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => long.Parse(text),
        PhysicalTypeKind.Decimal => decimal.Parse(text),
        PhysicalTypeKind.Date => ScalarValue.From(DateOnly.Parse(text, null)),
        PhysicalTypeKind.Time => ScalarValue.From(TimeOnly.Parse(text, null)),
        PhysicalTypeKind.Timestamp => ScalarValue.From(DateTimeOffset.Parse(text, null)),
        PhysicalTypeKind.Uuid => ScalarValue.From(Guid.Parse(text)),
        PhysicalTypeKind.Binary => ScalarValue.From(Convert.FromHexString(text)),
        _ => text,
    };
}
