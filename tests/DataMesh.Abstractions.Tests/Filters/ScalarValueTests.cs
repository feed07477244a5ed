using System.Text;
using CsCheck;

namespace DataMesh.Tests.Filters;

public sealed class ScalarValueTests
{
    [Fact]
    public void Strings_are_ordered_by_their_UTF8_bytes() =>
        Gen.Select(Texts, Texts).Sample((a, b) =>
            Assert.Equal(Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))), Math.Sign(ScalarValue.From(a).CompareTo(ScalarValue.From(b)))));

    [Fact]
    public void Numbers_of_all_kinds_are_one_order_and_equal_ones_hash_alike()
    {
        Gen<ScalarValue> numbers = FilterGen.Literal(ScalarKind.Integer);
        Gen.Select(numbers, numbers, numbers).Sample((a, b, c) =>
        {
            Assert.Equal(a.CompareTo(b), -b.CompareTo(a));
            Assert.Equal(a == b, a.CompareTo(b) == 0);
            Assert.True(a != b || a.GetHashCode() == b.GetHashCode());
            Assert.True(!(a <= b && b <= c) || a <= c);
        }, iter: 20000);
    }

    [Fact]
    public void Numbers_compare_by_exact_value()
    {
        Assert.True(ScalarValue.From((1L << 53) + 1) > ScalarValue.From(9007199254740992.0));
        Assert.True(ScalarValue.From(0.1m) < ScalarValue.From(0.1));
        Assert.True(ScalarValue.From(long.MaxValue) < ScalarValue.From(9223372036854775808.0));
        Assert.Equal(ScalarValue.From(0.5m), ScalarValue.From(0.5));
        Assert.Equal(ScalarValue.From(1.00m), ScalarValue.From(1L));
        Assert.Equal(ScalarValue.From(-0.0), ScalarValue.From(0L));
        Assert.Equal(ScalarValue.From(double.NaN), ScalarValue.From(double.NaN));
        Assert.True(ScalarValue.From(double.NaN) > ScalarValue.From(double.PositiveInfinity));
    }

    [Fact]
    public void Null_comes_first_and_kinds_without_a_common_order_are_not_compared()
    {
        Assert.True(ScalarValue.Null < ScalarValue.From(false));
        Assert.NotEqual(ScalarValue.Null, ScalarValue.From(""));
        Assert.NotEqual(ScalarValue.From("1"), ScalarValue.From(1L));
        Assert.Throws<InvalidOperationException>(() => ScalarValue.From("1").CompareTo(1L));
    }

    [Fact]
    public void A_local_time_is_no_instant_and_what_microseconds_cannot_hold_is_cut()
    {
        DateTime fine = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(19);

        Assert.Equal(10, ScalarValue.From(fine).AsTimestamp().Ticks % 100);
        Assert.Throws<ArgumentException>(() => ScalarValue.From(DateTime.SpecifyKind(fine, DateTimeKind.Unspecified)));
    }

    [Fact]
    public void Lists_are_equal_when_their_elements_are()
    {
        ValueList<ScalarValue> list = [1L, "a"], same = [1m, "a"], other = ["a", 1L];

        Assert.Equal(list, same);
        Assert.Equal(list.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(list, other);
    }

    private static Gen<string> Texts { get; } = Gen.OneOf('a', 'z', 'é', '\uD7FF', '\uE000', '\uFFFD').Select(c => c.ToString())
        .Array[0, 3].SelectMany(parts => Gen.OneOf("", "\U00010000", "\U0001F600").Select(tail => string.Concat(parts) + tail));
}
