using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Filters;

/// <summary>What pruning leaves out; that it never leaves out too much is a law of its own (FilterLawTests).</summary>
public sealed class FilterPruningTests
{
    // n: 10..20 with nulls; r: 1..2 without NaN or null; f: 1..2 with NaN; t: 'ba'..'bz'; v: only nulls; u: nothing known.
    private static ColumnStatistics? Find(string column) => column switch
    {
        "n" => new() { FieldId = 1, ValueCount = 100, NullCount = 5, Minimum = 10L, Maximum = 20L },
        "r" => new() { FieldId = 2, ValueCount = 100, NullCount = 0, NanCount = 0, Minimum = 1.0, Maximum = 2.0 },
        "f" => new() { FieldId = 3, ValueCount = 100, NullCount = 0, NanCount = 1, Minimum = 1.0, Maximum = 2.0 },
        "t" => new() { FieldId = 4, ValueCount = 100, NullCount = 0, Minimum = "ba", Maximum = "bz" },
        "v" => new() { FieldId = 5, ValueCount = 100, NullCount = 100 },
        _ => null,
    };

    [Theory]
    [InlineData("n < 10")]
    [InlineData("n > 20")]
    [InlineData("n = 9.5")]
    [InlineData("n in (1, 2, null)")]
    [InlineData("n between 21 and 30")]
    [InlineData("not n >= 10")]
    [InlineData("not (n >= 10 or r = 1e0)")]
    [InlineData("n is not distinct from 21")]
    [InlineData("n = null")]
    [InlineData("30 < n")]
    [InlineData("r is null")]
    [InlineData("r is nan")]
    [InlineData("r > 2")]
    [InlineData("r = nan")]
    [InlineData("n < r")]
    [InlineData("t starts with 'c'")]
    [InlineData("t starts with 'a'")]
    [InlineData("not t starts with 'b'")]
    [InlineData("v = 1")]
    [InlineData("v is not null")]
    [InlineData("not v = 1")]
    [InlineData("u = 1 and n > 20")]
    [InlineData("u = null")]
    public void Files_that_cannot_hold_a_matching_row_are_left_out(string filter) => Assert.False(FilterPruning.CouldMatch(Filter.Parse(filter), Find, 100));

    [Theory]
    [InlineData("n is null")]
    [InlineData("n is distinct from 15")]
    [InlineData("n is not distinct from null")]
    [InlineData("f > 2")]
    [InlineData("f is nan")]
    [InlineData("not f <= 2")]
    [InlineData("u = 1")]
    [InlineData("u = 1 or n > 20")]
    [InlineData("n = attribute('x')")]
    [InlineData("n = 'text'")]
    [InlineData("t starts with 'baa'")]
    [InlineData("v is null")]
    public void Files_that_could_hold_a_matching_row_are_kept(string filter) => Assert.True(FilterPruning.CouldMatch(Filter.Parse(filter), Find, 100));

    [Fact]
    public void A_file_without_rows_is_left_out() => Assert.False(FilterPruning.CouldMatch(Filter.True, Find, 0));

    [Theory]
    [InlineData("identity", "x", "c = 'y'", false)]
    [InlineData("identity", "x", "c >= 'x'", true)]
    [InlineData("identity", null, "c = 'x'", false)]
    [InlineData("identity", null, "c is null", true)]
    [InlineData("truncate[2]", "ab", "c = 'abc'", true)]
    [InlineData("truncate[2]", "ab", "c = 'bbc'", false)]
    [InlineData("truncate[2]", "ab", "c starts with 'x'", false)]
    [InlineData("truncate[2]", "ab", "c < 'ab'", false)]
    [InlineData("void", null, "c = 'x'", true)]
    public void Partitions_of_texts_are_left_out_by_their_value(string transform, string? value, string filter, bool kept) =>
        Assert.Equal(kept, FilterPruning.CouldMatch(Filter.Parse(filter), [new PartitionField { Column = "c", Transform = PartitionTransform.Parse(transform) }], [value]));

    [Theory]
    [InlineData("year", 31, "c >= timestamp'2002-01-01T00:00:00Z'", false)]
    [InlineData("year", 31, "c < timestamp'2001-01-01T00:00:00.000001Z'", true)]
    [InlineData("month", 373, "c = timestamp'2001-03-01T00:00:00Z'", false)]
    [InlineData("month", 373, "c = timestamp'2001-02-28T23:59:59.999999Z'", true)]
    [InlineData("day", 11323, "c > timestamp'2001-01-02T00:00:00Z'", false)]
    [InlineData("hour", 271752, "c between timestamp'2001-01-01T01:00:00Z' and timestamp'2001-01-01T02:00:00Z'", false)]
    [InlineData("year", 31, "c = date'2001-06-01'", true)]
    [InlineData("year", 31, "c > date'2001-12-31'", false)]
    [InlineData("truncate[10]", 20, "c >= 30", false)]
    [InlineData("truncate[10]", 20, "c = 29", true)]
    [InlineData("truncate[10]", 20, "c < 20", false)]
    public void Partitions_of_times_and_numbers_are_left_out_by_their_range(string transform, long value, string filter, bool kept) =>
        Assert.Equal(kept, FilterPruning.CouldMatch(Filter.Parse(filter), [new PartitionField { Column = "c", Transform = PartitionTransform.Parse(transform) }], [value]));

    [Fact]
    public void Buckets_are_left_out_by_hash_where_the_hash_is_known()
    {
        PhysicalType whole = PhysicalType.Of(PhysicalTypeKind.Int64);
        PartitionField[] fields = [new PartitionField { Column = "c", Transform = PartitionTransform.Bucket(16) }];
        long bucket = fields[0].Transform.Apply(34L, whole).AsInteger();
        Filter filter = Filter.Equal("c", 34L);

        Assert.True(FilterPruning.CouldMatch(filter, fields, [bucket], _ => whole));
        Assert.False(FilterPruning.CouldMatch(filter, fields, [(bucket + 1) % 16], _ => whole));
        Assert.True(FilterPruning.CouldMatch(filter, fields, [(bucket + 1) % 16]));
        Assert.False(FilterPruning.CouldMatch(Filter.Not(Filter.Compare("c", ComparisonOperator.NotEqual, 34L)), fields, [(bucket + 1) % 16], _ => whole));
    }
}
