using System.Globalization;
using CsCheck;

namespace DataMesh.Tests.Quality;

/// <summary>What rules and profiles find in random rows is what DuckDB finds by SQL.</summary>
public sealed class AgreementTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    // Every rule only warns, so that it can break; beside it, the rows that break it by SQL.
    private static readonly (Action<QualityRules<Trip>> Rule, string Sql)[] _counted =
    [
        (r => r.Row("1", t => t.Delay > 10, Severity.Warning), "count(*) filter (where not (delay > 10))"),
        (r => r.Row("2", t => t.Delay > 10 && t.Speed < 5.0, Severity.Warning), "count(*) filter (where not (delay > 10 and speed < 5))"),
        (r => r.Row("3", t => t.Delay > 10 || t.Origin == t.Passenger, Severity.Warning), "count(*) filter (where not (delay > 10 or origin = passenger))"),
        (r => r.Row("4", t => !(t.Speed >= 2.5), Severity.Warning), "count(*) filter (where speed >= 2.5 and not isnan(speed))"),
        (r => r.Row("5", t => t.Delay == null || t.Delay < 7, Severity.Warning), "count(*) filter (where delay >= 7)"),
        (r => r.Row("6", t => t.Delay != null && t.Id != 3, Severity.Warning), "count(*) filter (where delay is null or id = 3)"),
        (r => r.Row("7", Filter.Parse("not (passenger starts with 'a') and delay between 2 and 9"), Severity.Warning), "count(*) filter (where not (not starts_with(passenger, 'a') and delay between 2 and 9))"),
        (r => r.Range(t => t.Delay, 0, 20, Severity.Warning), "count(*) filter (where not (delay between 0 and 20))"),
        (r => r.OneOf(t => t.Origin, ["a", "ab", "é"], Severity.Warning), "count(*) filter (where origin not in ('a', 'ab', 'é'))"),
        (r => r.Pattern(t => t.Passenger, "[a-c]+é?", Severity.Warning), "count(*) filter (where not regexp_full_match(passenger, '[a-c]+é?'))"),
        (r => r.NotNull(t => t.At, Severity.Warning), "count(*) filter (where \"at\" is null)"),
        (r => r.Complete(t => t.Passenger, 0.5, Severity.Warning), "count(*) - count(passenger)"),
        (r => r.RowCount(5, 20, Severity.Warning), "count(*)"),
        (r => r.Unique(t => t.Id, Severity.Warning, UniqueScope.Publish), "count(id) - count(distinct id)"),
        (r => r.Unique(t => new { t.Origin, t.Delay }, Severity.Warning), "count(delay) - count(distinct (origin, delay)) filter (where delay is not null)"),
        (r => r.Duplicates(t => t.Speed, 0.25, Severity.Warning), "count(speed) - count(distinct speed)"),
    ];

    // Beside it, whether it holds.
    private static readonly (Action<QualityRules<Trip>> Rule, string Sql)[] _decided =
    [
        (r => r.Mean(t => t.Delay, 5, 15, Severity.Warning), "coalesce(avg(delay) between 5 and 15, true)"),
        (r => r.Minimum(t => t.Delay, atLeast: -3, severity: Severity.Warning), "coalesce(min(delay) >= -3, true)"),
        (r => r.Maximum(t => t.Speed, atMost: 3.25, severity: Severity.Warning), "coalesce(max(speed) filter (where not isnan(speed)) <= 3.25, true)"),
    ];

    // What the rules are called, in their order.
    private static readonly string[] _names =
    [
        "1", "2", "3", "4", "5", "6", "7", "delay in range", "origin has an allowed value", "passenger has the pattern", "at has a value", "passenger complete", "number of rows", "id unique", "origin, delay unique",
        "speed repeated", "mean delay", "least delay", "greatest speed",
    ];

    private static readonly Gen<string> _text = Gen.OneOf("a", "ab", "abc", "é", "bé", "x", "aa ", "");

    private static readonly Gen<Trip> _trip = Gen.Select(Gen.Long[0, 60], _text, Gen.Int[-5, 25], Gen.OneOf(0.0, -0.0, 1.5, 2.5, 3.25, 7, double.NaN), Gen.Int[0, 100], _text, Gen.Int[0, 15]).Select(t => new Trip
    {
        Id = t.Item1,
        Origin = t.Item2,
        Delay = (t.Item7 & 1) == 0 ? null : t.Item3,
        Speed = (t.Item7 & 2) == 0 ? null : t.Item4,
        At = (t.Item7 & 4) == 0 ? null : new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(t.Item5),
        Passenger = (t.Item7 & 8) == 0 ? null : t.Item6,
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rules_and_profiles_agree_with_SQL()
    {
        await using Mesh mesh = _folder.Open(m => m.AddTrips(rules =>
        {
            foreach ((Action<QualityRules<Trip>> rule, _) in _counted.Concat(_decided))
                rule(rules);
        }, p => p.Mode(PublishMode.Replace)));
        using DuckDb duck = new();

        await _trip.List[0, 60].SampleAsync(async trips =>
        {
            PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync(trips, cancellationToken: Cancel);

            duck.Execute("create or replace table trips (id bigint, origin text, delay int, speed double, \"at\" timestamp, passenger text)");
            if (trips.Count > 0)
                duck.Execute($"insert into trips values {string.Join(", ", trips.Select(Spell))}");
            AssertResults(duck, result);
            AssertProfile(duck, result);
        }, iter: 60, threads: 1);
    }

    private static void AssertResults(DuckDb duck, PublishResult result)
    {
        // The contract keeps the rules of columns apart from the others, so they are found by what they say.
        Dictionary<string, QualityResult> found = result.Quality.ToDictionary(q => q.Rule.Name);
        object?[] expected = duck.Query($"select {string.Join(", ", _counted.Concat(_decided).Select(r => r.Sql))} from trips")[0];
        foreach ((int i, string name) in _names.Index())
        {
            QualityResult rule = found[name];
            if (i < _counted.Length)
                Assert.True(Convert.ToInt64(expected[i], CultureInfo.InvariantCulture) == rule.Rows, $"{rule.Rule}: SQL says {expected[i]}, the rule {rule.Rows}");
            else
                Assert.True((bool)expected[i]! == (rule.Status == QualityStatus.Pass), $"{rule.Rule}: SQL says {expected[i]}, the rule {rule.Status}");
            if (rule.Rule is RowRule)
                Assert.Equal(rule.Rows == 0, rule.Status == QualityStatus.Pass);
        }
    }

    private static void AssertProfile(DuckDb duck, PublishResult result)
    {
        Assert.Equal(["id", "origin", "delay", "speed", "at"], result.Profile.Select(c => c.Column)); // and nothing of the confidential passenger
        foreach (ColumnProfile column in result.Profile)
        {
            string name = $"\"{column.Column}\"", real = column.Column == "speed" ? "speed) filter (where not isnan(speed)" : name;
            object?[] row = duck.Query($"select count({name}), count(*) - count({name}), count(distinct {name}), min({real}), max({real}), {(column.Column is "id" or "delay" or "speed" ? $"avg({real})" : "null")} from trips")[0];
            Assert.Equal((Convert.ToInt64(row[0], CultureInfo.InvariantCulture), Convert.ToInt64(row[1], CultureInfo.InvariantCulture)), (column.Values, column.Nulls));
            // An estimate: each two values that share one of the sketch's 16,384 registers count once. Of these hundred hours three pairs do.
            Assert.InRange(column.Distinct!.Value, Convert.ToInt64(row[2], CultureInfo.InvariantCulture) - 3, Convert.ToInt64(row[2], CultureInfo.InvariantCulture) + 1);
            Assert.Equal(Value(row[3]), column.Minimum);
            Assert.Equal(Value(row[4]), column.Maximum);
            Assert.Equal(row[5] is null, column.Mean is null);
            if (row[5] is double mean)
                Assert.Equal(mean, column.Mean!.Value, 6);
        }
    }

    private static ScalarValue Value(object? value) => value switch
    {
        null => ScalarValue.Null,
        string text => text,
        DateTime instant => ScalarValue.From(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
        double number => number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static string Spell(Trip trip) => string.Create(CultureInfo.InvariantCulture,
        $"({trip.Id}, '{trip.Origin}', {trip.Delay?.ToString(CultureInfo.InvariantCulture) ?? "null"}, {(trip.Speed is { } speed ? $"'{speed.ToString("R", CultureInfo.InvariantCulture)}'::double" : "null")}, {(trip.At is { } at ? $"'{at:yyyy-MM-dd HH:mm:ss}'" : "null")}, {(trip.Passenger is { } name ? $"'{name}'" : "null")})");
}
