using System.Linq.Expressions;
using CsCheck;

namespace DataMesh.Tests.Filters;

/// <summary>What moves in a policy's lambda: the time of the read and the attributes of the reader.</summary>
public sealed class PolicyLambdaTests
{
    private static readonly DateTimeOffset s_now = new(2027, 3, 31, 10, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_regions = ["north", "south"];

    public static TheoryData<Expression<Func<Sample, bool>>, string> Translated => new()
    {
        { s => s.At > Policy.Now, "now() < at" },
        { s => s.At > Policy.Now.AddDays(-90), "now('-P90D') < at" },
        { s => Policy.Now.AddHours(1.5) >= s.MaybeAt, "now('PT1H30M') >= maybeat" },
        { s => s.At < Policy.Now - TimeSpan.FromDays(7) + TimeSpan.FromHours(1), "now('-P6DT23H') > at" },
        { s => s.At < Policy.Now.Add(TimeSpan.FromMinutes(5)).Subtract(TimeSpan.FromSeconds(30)), "now('PT4M30S') > at" },
        { s => s.Since >= Policy.Now, "now() <= since" },
        { s => s.Day >= Policy.Today, "today() <= day" },
        { s => s.Day == Policy.Today.AddDays(-1), "today('-P1D') = day" },
        { s => s.Day > DateOnly.FromDateTime(Policy.Now.AddHours(-12)), "today('-PT12H') < day" },
        { s => s.Name == Policy.User("region"), "attribute('region') = name" },
        { s => s.MaybeName != Policy.User("region"), "attribute('region') != maybename" },
        { s => Policy.User("clearance") == "high", "attribute('clearance') = 'high'" },
        { s => Policy.User("clearance") == null, "attribute('clearance') is null" },
        { s => null != Policy.User("clearance"), "not attribute('clearance') is null" },
        { s => Policy.User("a") == Policy.User("b"), "attribute('a') = attribute('b')" },
        { s => Policy.User("unit")!.StartsWith("eu-"), "attribute('unit') starts with 'eu-'" },
        { s => s_regions.Contains(Policy.User("region")), "attribute('region') in ('north', 'south')" },
        { s => string.IsNullOrEmpty(Policy.User("region")), "attribute('region') is null or attribute('region') = ''" },
        { s => string.Equals(s.Name, Policy.User("region")), "attribute('region') = name" },
        { s => s.Flag && !(s.Name == Policy.User("region")), "flag = true and not attribute('region') = name" },
    };

    [Theory]
    [MemberData(nameof(Translated), DisableDiscoveryEnumeration = true)]
    public void What_moves_becomes_an_operand(Expression<Func<Sample, bool>> lambda, string text) => Assert.Equal(Filter.Parse(text), Filter.FromPolicy(lambda));

    [Fact]
    public void A_captured_value_names_an_attribute_and_a_shift()
    {
        string name = "region";
        int days = 30;

        Assert.Equal("attribute('region') = name", Filter.FromPolicy<Sample>(s => s.Name == Policy.User(name)).ToString());
        Assert.Equal("now('-P30D') < at", Filter.FromPolicy<Sample>(s => s.At > Policy.Now.AddDays(-days)).ToString());
    }

    private static Expression<Func<Sample, bool>>[] Comparing =>
    [
        s => s.Name == Policy.User("region"), s => s.Name != Policy.User("region"), s => s.MaybeName == Policy.User("region"), s => s.MaybeName != Policy.User("region"),
        s => !(s.MaybeName == Policy.User("region")), s => !(s.Name != Policy.User("region")), s => !!(s.Name == Policy.User("region")), s => !s_regions.Contains(Policy.User("region")),
        s => !Policy.User("region")!.StartsWith("eu-"), s => Policy.User("region") != "north", s => !(Policy.User("region") == "north"),
        s => s.Flag ? s.Name == Policy.User("region") : s.Name != Policy.User("region"), s => (s.Name == Policy.User("region")) == s.Flag, s => (s.Name == Policy.User("region")) != s.Flag,
    ];

    [Fact]
    public void A_missing_attribute_opens_nothing_however_it_is_negated()
    {
        foreach (Filter filter in Comparing.Select(Filter.FromPolicy))
            foreach (MeshPrincipal? reader in new[] { null, new MeshPrincipal { Name = "nobody" } })
                foreach (Sample row in Rows())
                    Assert.NotEqual(true, Oracle.Evaluate(filter.Bind(reader, s_now), row.Read));
    }

    [Fact]
    public void A_null_column_is_in_no_comparison_with_what_moves()
    {
        Filter[] filters = [Filter.FromPolicy<Sample>(s => s.MaybeAt < Policy.Now), Filter.FromPolicy<Sample>(s => !(s.MaybeAt < Policy.Now)), Filter.FromPolicy<Sample>(s => s.MaybeName != Policy.User("region")),
            Filter.FromPolicy<Sample>(s => !(s.MaybeName == Policy.User("region")))];

        foreach (Filter filter in filters)
            Assert.Null(Oracle.Evaluate(filter.Bind(new MeshPrincipal { Name = "x", Attributes = new Dictionary<string, string> { ["region"] = "north" } }, s_now), new Sample().Read));
    }

    [Fact]
    public void With_a_time_and_an_attribute_a_lambda_means_what_CSharp_means() => Gen.Select(Gen.OneOf("north", "south"), Gen.OneOf("north", "south", ""), Gen.Int[-100, 100], Gen.Bool).Sample((name, region, hours, flag) =>
    {
        Sample row = new() { Name = name, MaybeName = name, At = s_now.UtcDateTime.AddHours(hours), MaybeAt = s_now.UtcDateTime.AddHours(-hours), Day = DateOnly.FromDateTime(s_now.UtcDateTime.AddHours(hours)), Flag = flag };
        MeshPrincipal reader = new() { Name = "x", Attributes = new Dictionary<string, string> { ["region"] = region } };
        DateTime now = s_now.UtcDateTime;
        DateOnly today = DateOnly.FromDateTime(now);
        (Expression<Func<Sample, bool>> Lambda, bool Expected)[] cases =
        [
            (s => s.Name == Policy.User("region"), row.Name == region),
            (s => !(s.MaybeName != Policy.User("region")) || s.Flag, !(row.MaybeName != region) || row.Flag),
            (s => s.At > Policy.Now.AddDays(-1) && s.At <= Policy.Now.AddDays(1), row.At > now.AddDays(-1) && row.At <= now.AddDays(1)),
            (s => !(s.MaybeAt >= Policy.Now - TimeSpan.FromHours(3)), !(row.MaybeAt >= now - TimeSpan.FromHours(3))),
            (s => s.Day != Policy.Today.AddDays(1), row.Day != today.AddDays(1)),
            (s => s_regions.Contains(Policy.User("region")) == s.Flag, s_regions.Contains(region) == row.Flag),
        ];
        foreach ((Expression<Func<Sample, bool>> lambda, bool expected) in cases)
            Assert.Equal(expected, Oracle.Evaluate(Filter.FromPolicy(lambda).Bind(reader, s_now), row.Read));
    }, iter: 500, threads: 1);

    public static TheoryData<Expression<Func<Sample, bool>>, string> Refused => new()
    {
        { s => s.At > Policy.Now.AddMonths(-3), "months and years vary in length. Shift by a number of days instead" },
        { s => s.Day > Policy.Today.AddYears(-1), "months and years vary in length" },
        { s => s.At > Policy.Now.AddDays(1e300), "beyond what a TimeSpan holds" },
        { s => s.At > Policy.Now.AddDays(s.Count), "Cannot use" },
        { s => s.At.AddDays(1) > Policy.Now, "Cannot use" },
        { s => Policy.Now.Year == 2027, "Cannot use" },
        { s => Policy.User(s.Name) == "a", "Cannot use" },
        { s => Policy.User("a")!.Length == 3, "Cannot use" },
        { s => s.Name.StartsWith(Policy.User("a")!), "Cannot use" },
        { s => int.Parse(Policy.User("level")!) > 3, "Cannot use" },
        { s => s.Count == Policy.User("a")!.Length, "Cannot use" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_moves_in_another_way_is_refused_with_the_way_out(Expression<Func<Sample, bool>> lambda, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Filter.FromPolicy(lambda)).Message, StringComparison.Ordinal);

    public static TheoryData<Expression<Func<Sample, bool>>, string> Consumers => new()
    {
        { s => s.At > Policy.Now.AddDays(-1), "Cannot use 'Policy.Now' in a filter: it has a value only while a policy decides." },
        { s => s.Flag || s.Day == Policy.Today, "Cannot use 'Policy.Today' in a filter" },
        { s => s.Name == Policy.User("region"), "Cannot use 'Policy.User' in a filter" },
    };

    [Theory]
    [MemberData(nameof(Consumers), DisableDiscoveryEnumeration = true)]
    public void A_consumer_s_filter_refuses_them_by_name(Expression<Func<Sample, bool>> lambda, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Filter.From(lambda)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_condition_on_the_reader_needs_no_row()
    {
        Assert.Equal("attribute('clearance') = 'high' and attribute('unit') is not null", Filter.FromPolicy(() => Policy.User("clearance") == "high" && Policy.User("unit") != null).ToString());
        Assert.Throws<InvalidOperationException>(() => Policy.Now);
    }

    private static IEnumerable<Sample> Rows() =>
        from name in new[] { "north", "a" }
        from maybe in new[] { null, "north", "a" }
        from flag in new[] { true, false }
        select new Sample { Name = name, MaybeName = maybe, Flag = flag };
}
