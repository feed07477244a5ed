namespace DataMesh.Tests.Filters;

public sealed class FilterTextTests
{
    [Theory]
    [InlineData("a = 1 and b = 2 or c = 3", "a = 1 and b = 2 or c = 3")]
    [InlineData("A = 1 AND (b <> 2 Or \"and\" IS NOT NULL)", "A = 1 and (b != 2 or \"and\" is not null)")]
    [InlineData("date >= date '2001-01-01' and x != x'0AFF'", "date >= date'2001-01-01' and x != x'0aff'")]
    [InlineData("not (a in (1, 2.0, 3e0, 'it''s', null))", "a not in (1, 2.0, 3e0, 'it''s', null)")]
    [InlineData("team = attribute('team') and true", "team = attribute('team') and true")]
    [InlineData("true = flag", "true = flag")]
    [InlineData("all() or any(a is nan, b starts with 'p')", "all() or (a is nan or b starts with 'p')")]
    [InlineData("(a = 1 and b = 1) and c between 1 and 2", "(a = 1 and b = 1) and c between 1 and 2")]
    [InlineData("a is not distinct from null", "a is not distinct from null")]
    [InlineData("t < timestamp'2001-01-01T00:00:00.5Z'", "t < timestamp'2001-01-01T00:00:00.5Z'")]
    [InlineData("d > -infinity and e < 1.0e-5", "d > -infinity and e < 1e-05")]
    public void Text_is_read_and_written_in_one_normal_form(string text, string normal) => Assert.Equal(normal, Filter.Parse(text).ToString());

    [Theory]
    [InlineData("", "found the end of the text at position 1")]
    [InlineData("a = ", "expected a column, a value, attribute('…'), now(…) or today(…) but found the end of the text at position 5")]
    [InlineData("a = 'open", "is never closed; it opens at position 5")]
    [InlineData("a = 1 b", "expected 'and', 'or' or the end of the text but found 'b' at position 7")]
    [InlineData("a = 99999999999999999999", "no whole number of 64 bits")]
    [InlineData("a = 0.12345678901234567890123456789012", "no decimal number")]
    [InlineData("a = 1e999", "no number at position 5")]
    [InlineData("a = 1..2", "no decimal number")]
    [InlineData("a = x'abc'", "no x value at position 6")]
    [InlineData("a = date'2001-02-30'", "no date value")]
    [InlineData("a = timestamp'2001-02-03T00:00:00+02:00'", "no timestamp value")]
    [InlineData("a ; b", "belongs to no token at position 3")]
    [InlineData("and = 1", "found 'and' at position 1")]
    [InlineData("\"\" = 1", "expected a column")]
    [InlineData("a in (1,)", "expected a value but found ')' at position 9")]
    public void What_is_no_filter_is_refused_with_its_position(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Filter.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("all(")]
    public void Hostile_nesting_is_refused(string opening) =>
        Assert.Contains("nests deeper", Assert.Throws<FormatException>(() => Filter.Parse(string.Concat(Enumerable.Repeat(opening, 100_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_that_is_too_long_is_refused() => Assert.Throws<FormatException>(() => Filter.Parse(new string(' ', 1 << 21)));

    [Fact]
    public void Filters_built_by_code_nest_no_deeper_than_texts()
    {
        Filter deep = Filter.IsNull("a");
        for (int i = 1; i < 200; i++)
            deep = Filter.Not(deep);

        Assert.Equal(deep, Filter.Parse(deep.ToString()));
        Assert.Throws<ArgumentException>(() => Filter.Not(deep));
    }

    [Fact]
    public void Conditions_added_one_by_one_do_not_nest()
    {
        Filter all = Filter.True;
        for (int i = 0; i < 1000; i++)
            all = Filter.And(all, Filter.Equal("a", i));

        Assert.Equal(1001, Assert.IsType<AndFilter>(all).Operands.Count);
    }

    [Fact]
    public void Columns_are_found_once_and_attributes_are_none()
    {
        Filter filter = Filter.Parse("a = b and not (a is null or c in (1) or d starts with 'x' or e between f and attribute('g') or h is nan)");

        Assert.Equal(["a", "b", "c", "d", "e", "f", "h"], filter.GetColumns().Order());
    }
}
