using System.Linq.Expressions;
using CsCheck;

namespace DataMesh.Tests.Filters;

/// <summary>A translated lambda gives, for every row, what the compiled lambda gives: also under negation, for null and for NaN.</summary>
public sealed class LambdaTests
{
    private static readonly int[] s_counts = [1, 3];
    private static readonly int?[] s_maybeCounts = [1, null];
    private static readonly List<string?> s_names = ["a", null];
    private static readonly HashSet<string> s_nameSet = ["a", "b"];
    private static readonly HashSet<string> s_ignoringCase = new(StringComparer.OrdinalIgnoreCase) { "a" };
    private static readonly Size[] s_sizes = [Size.Large];
    private static readonly double[] s_ratios = [double.NaN, 1];
    private static readonly DateTime s_betweenMicroseconds = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(3);
    private static readonly Guid s_id = new("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static readonly int? s_none = System.Array.Empty<int?>().FirstOrDefault();

    private static readonly Gen<int> s_int = Gen.OneOf(0, 1, 2, 3, int.MaxValue);
    private static readonly Gen<double> s_double = Gen.OneOf(0.0, -0.0, 1, 2.5, double.NaN, double.PositiveInfinity);
    private static readonly Gen<string> s_string = Gen.OneOf("", "a", "ab", "b");
    private static readonly Gen<DateTime> s_time = Gen.OneOf(0, 1, 2).Select(micros => new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(micros * 10));

    private static readonly Gen<Sample> s_rows =
        from ints in s_int.Array[5]
        from doubles in s_double.Array[3]
        from strings in s_string.Array[2]
        from times in s_time.Array[3]
        from bools in Gen.Bool.Array[10]
        select new Sample
        {
            Flag = bools[0], MaybeFlag = bools[1] ? bools[2] : null,
            Count = ints[0], MaybeCount = bools[3] ? ints[1] : null, Tiny = (byte)(ints[2] & 3), Unsigned = (uint)ints[3] * 2, Total = ints[4], Huge = (ulong)ints[4] << 32,
            Single = (float)doubles[0], Ratio = doubles[1], MaybeRatio = bools[4] ? doubles[2] : null,
            Price = ints[0] / 4m, MaybePrice = bools[5] ? ints[1] / 4m : null,
            Name = strings[0], MaybeName = bools[6] ? strings[1] : null,
            Id = bools[0] ? s_id : Guid.Empty, Day = DateOnly.FromDayNumber(ints[0] & 3), Hour = new TimeOnly((long)(ints[1] & 3) * 10),
            At = times[0], MaybeAt = bools[7] ? times[1] : null, Since = new DateTimeOffset(times[2]).ToOffset(TimeSpan.FromHours(2)),
            Size = bools[8] ? Size.Small : Size.Large, MaybeSize = bools[9] ? bools[8] ? Size.Large : Size.Small : null,
        };

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Lambdas.Length)];

    private static Expression<Func<Sample, bool>>[] Lambdas
    {
        get
        {
            int captured = 2;
            double nan = double.NaN;
            string? nothing = null;
            bool yes = true;
            string letter = "a";
            return
            [
                s => s.Flag, s => !s.Flag, s => s.MaybeFlag == true, s => s.MaybeFlag != false, s => s.MaybeFlag == null, s => s.Flag == (s.Count > 1),
                s => s.Count == 1, s => s.Count != captured, s => 2 > s.Count, s => s.Count <= captured && s.Count >= 1, s => s.Count < s.Total, s => s.Count == s.MaybeCount,
                s => s.MaybeCount == 1, s => s.MaybeCount != 1, s => s.MaybeCount < 2, s => !(s.MaybeCount < 2), s => s.MaybeCount >= s.Count, s => !(s.MaybeCount > s.Count),
                s => s.MaybeCount == null, s => null != s.MaybeCount, s => s.MaybeCount.HasValue, s => s.MaybeCount.HasValue && s.MaybeCount.Value > 1,
                s => s.MaybeCount < s_none, s => !(s.MaybeCount >= s_none), s => s.MaybeCount == s_none, s => s.MaybeCount != s.MaybeCount,
                s => s.Tiny == 2, s => s.Tiny > s.Count, s => s.Unsigned == 4u, s => s.Unsigned > 1, s => s.Huge > 1ul << 33, s => s.Total == captured, s => s.Count == 2.5, s => s.Count < 2.5,
                s => s.Single > 1f, s => s.Single != 2.5f, s => s.Single < 0.1, s => s.Single == s.Ratio, s => !(s.Single >= s.Ratio),
                s => s.Ratio > 1, s => !(s.Ratio > 1), s => s.Ratio < 1, s => s.Ratio == nan, s => s.Ratio != nan, s => s.Ratio <= nan, s => !(s.Ratio >= nan), s => s.Ratio == -0.0, s => s.Ratio != 1,
                s => s.MaybeRatio > 1, s => !(s.MaybeRatio > 1), s => s.MaybeRatio != 1, s => s.MaybeRatio == s.Ratio, s => s.MaybeRatio != s.Ratio, s => s.MaybeRatio <= s.Ratio, s => !(s.Ratio < s.MaybeRatio),
                s => s.Price > 0.25m, s => s.MaybePrice != s.Price, s => s.MaybePrice >= 0.5m, s => s.Price == captured, s => s.Price == s.Count,
                s => s.Name == "a", s => s.MaybeName == "a", s => s.MaybeName != "a", s => s.MaybeName == nothing, s => s.MaybeName != null && s.MaybeName.StartsWith(letter), s => s.Name.StartsWith(letter, StringComparison.Ordinal),
                s => !s.Name.StartsWith("ab"), s => string.Equals(s.MaybeName, "b"), s => !string.Equals(s.MaybeName, s.Name, StringComparison.Ordinal), s => s.Name.Equals(s.MaybeName), s => string.IsNullOrEmpty(s.MaybeName),
                s => s.Name == s.MaybeName, s => s.MaybeName != s.Name,
                s => s_counts.Contains(s.Count), s => !s_counts.Contains(s.Count), s => s_maybeCounts.Contains(s.MaybeCount), s => !s_maybeCounts.Contains(s.MaybeCount), s => s_names.Contains(s.MaybeName),
                s => !s_names.Contains(s.MaybeName), s => s_nameSet.Contains(s.Name), s => s_sizes.Contains(s.Size), s => s_ratios.Contains(s.Ratio), s => !s_ratios.Contains(s.Ratio),
                s => new[] { "a", "ab" }.Contains(s.Name), s => Enumerable.Contains(s_counts, s.Count), s => new List<int>().Contains(s.Count), s => new long[] { 1, 2 }.Contains(s.Count),
                s => s.Id == s_id, s => s.Id != Guid.Empty, s => s.Day > new DateOnly(1, 1, 2), s => s.Hour <= new TimeOnly(10), s => s.Hour < new TimeOnly(15),
                s => s.At > s_betweenMicroseconds, s => s.At >= s_betweenMicroseconds, s => s.At < s_betweenMicroseconds, s => !(s.At <= s_betweenMicroseconds), s => s.At == s_betweenMicroseconds, s => s.MaybeAt != s_betweenMicroseconds,
                s => s.MaybeAt < s.At, s => s.Since >= new DateTimeOffset(2001, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)),
                s => s.Size == Size.Large, s => s.Size != Size.Large, s => s.MaybeSize == Size.Small, s => s.MaybeSize != Size.Small, s => s.MaybeSize == null, s => s.Size == s.MaybeSize,
                s => yes, s => !yes || s.Flag, s => nothing != null && s.Name.StartsWith(nothing), s => yes ? s.Flag : s.Count > 1, s => s.Flag ? s.Count > 1 : s.Count < 3, s => s.Flag & s.Count == 1 | s.Total > 2,
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_lambda_means_what_CSharp_means(int number)
    {
        Expression<Func<Sample, bool>> lambda = Lambdas[number];
        Filter filter = Filter.From(lambda);
        Func<Sample, bool> compiled = lambda.Compile();

        s_rows.Sample(row => Assert.Equal(compiled(row), Evaluate(filter, row)), iter: 200, threads: 1, print: row => $"{lambda} as {filter}: {row}");
    }

    /// <summary>Conditions of rules, and what they are for a row without values: true, false, or null for unknown.</summary>
    public static TheoryData<Expression<Func<Sample, bool>>, bool?> Rules() => new()
    {
        { s => s.MaybeCount > 5, null },
        { s => !(s.MaybeCount > 5), null },
        { s => s.MaybeCount == 5, null },
        { s => s.MaybeCount != 5, null },
        { s => s.MaybeCount == null, true },
        { s => s.MaybeCount != null && s.MaybeCount > 5, false },
        { s => s.MaybeCount.HasValue, false },
        { s => s.MaybeRatio > 1 || s.Flag, null },
        { s => s.MaybeRatio > 1 && s.Flag, false },
        { s => s.MaybeName == s.Name, null },
        { s => s.MaybeName!.StartsWith("ab", StringComparison.Ordinal), null },
        { s => string.IsNullOrEmpty(s.MaybeName), true },
        { s => !string.IsNullOrEmpty(s.MaybeName), false },
        { s => new[] { "a", null }.Contains(s.MaybeName), true },
        { s => new[] { "a" }.Contains(s.MaybeName), null },
        { s => s.MaybeSize == Size.Small, null },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void In_a_rule_a_comparison_with_a_missing_value_is_unknown(Expression<Func<Sample, bool>> lambda, bool? expected)
    {
        Filter filter = Filter.FromRule(lambda);

        Assert.Equal(expected, Oracle.Evaluate(filter, new Sample().Read));
    }

    [Fact]
    public void Combined_and_negated_lambdas_mean_what_CSharp_means()
    {
        Expression<Func<Sample, bool>>[] atoms = Lambdas;
        ParameterExpression sample = Expression.Parameter(typeof(Sample), "s");
        Gen<Expression> atom = Gen.Int[0, atoms.Length - 1].Select(i => new Rename(sample).Visit(atoms[i].Body));
        Gen<Expression> combined = Gen.Select(atom, atom, atom, Gen.Int[0, 7]).Select((a, b, c, shape) =>
        {
            Expression pair = (shape & 1) == 0 ? Expression.AndAlso(a, b) : Expression.OrElse(a, b);
            Expression inner = (shape & 2) == 0 ? pair : Expression.Not(pair);
            return (Expression)((shape & 4) == 0 ? Expression.Not(Expression.OrElse(inner, Expression.Not(c))) : Expression.Not(Expression.AndAlso(inner, c)));
        });

        combined.Sample(body =>
        {
            Expression<Func<Sample, bool>> lambda = Expression.Lambda<Func<Sample, bool>>(body, sample);
            Filter filter = Filter.From(lambda);
            Func<Sample, bool> compiled = lambda.Compile();
            foreach (Sample row in s_rows.Array[5].Single())
                Assert.Equal(compiled(row), Evaluate(filter, row));
        }, iter: 250, threads: 1);
    }

    public static TheoryData<Expression<Func<Sample, bool>>, string> Refused => new()
    {
        { s => s.Name.Normalize() == "a", "Cannot use '(s.Name.Normalize() == \"a\")' in a filter: only comparisons, &&, ||, !, Contains, StartsWith and null checks run where the data is. Filter on the rows you get back instead" },
        { s => s.Name.Contains('a'), "Cannot use 's.Name.Contains(a)' in a filter" },
        { s => s.NotStored == "a", "property 'NotStored' is not stored in 'sample'" },
        { s => s.Size > Size.Small, "no order" },
        { s => s.Size == (Size)3, "has no name in enum 'Size'" },
        { s => s_ignoringCase.Contains(s.Name), "ordinal only" },
        { s => s.Name.StartsWith("a", StringComparison.OrdinalIgnoreCase), "ordinal only" },
        { s => s.Total > 2.5, "Cannot use" },
        { s => (byte)s.Count == 1, "Cannot use" },
        { s => s.Count + 1 == 2, "Cannot use" },
        { s => s.At.Year == 2001, "Cannot use" },
        { s => s.At == new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Local), "only UTC is" },
        { s => s.Name[0] == 'a', "Cannot use" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_cannot_run_where_the_data_is_is_refused_with_the_sub_expression(Expression<Func<Sample, bool>> lambda, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Filter.From(lambda)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_chain_does_not_nest()
    {
        ParameterExpression sample = Expression.Parameter(typeof(Sample), "s");
        Expression chain = Enumerable.Range(0, 2000).Select(i => (Expression)Expression.Equal(Expression.Property(sample, nameof(Sample.Count)), Expression.Constant(i))).Aggregate(Expression.OrElse);

        Filter filter = Filter.From(Expression.Lambda<Func<Sample, bool>>(chain, sample));

        Assert.Equal(2000, Assert.IsType<OrFilter>(filter).Operands.Count);
    }

    // The oracle reads columns through an operand; a lambda's filter has no unknown.
    private static bool Evaluate(Filter filter, Sample row) => Oracle.Evaluate(filter, row.Read) ?? throw new InvalidOperationException($"{filter} is unknown.");

    private sealed class Rename(ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => to;
    }
}
