using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Quality;

/// <summary>Rules about all rows: they hold, or nothing is published.</summary>
public sealed class GateTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(9, "(it was 9)")]
    [InlineData(21, "(it was 21)")]
    public async Task A_wrong_number_of_rows_refuses_the_publish(int rows, string found)
    {
        await using Mesh mesh = Open(r => r.RowCount(atLeast: 10, atMost: 20));
        PublishResult before = await mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(20), cancellationToken: Cancel);

        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(rows), cancellationToken: Cancel));

        Assert.Contains($"'number of rows': the number of rows lies between 10 and 20 {found}", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"consumers still read snapshot {before.Snapshot.Id}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(QualityStatus.Fail, Assert.Single(refused.Results).Status);
        Assert.Equal(20, (await Trips.ReadAsync(mesh, Cancel)).Count);
        Assert.Single(await Streams.ToListAsync(mesh.Output<Trip>(Trips.Port).LogAsync(Cancel)));
    }

    [Fact]
    public async Task Rules_about_all_rows_look_at_accepted_rows_only()
    {
        await using Mesh mesh = Open(r => r.Row("plausible", t => t.Delay < 100).Maximum(t => t.Delay, atMost: 99).RowCount(atMost: 99).Unique(t => t.Id, scope: UniqueScope.Publish));

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync([.. Trips.Good(99), new() { Id = 0, Origin = "SEA", Delay = 1000 }], cancellationToken: Cancel);

        Assert.Equal((99, 1), (result.RowsPublished, result.Quarantined));
    }

    [Fact]
    public async Task A_warning_about_all_rows_lets_the_publish_happen()
    {
        await using Mesh mesh = Open(r => r.RowCount(atLeast: 10, severity: Severity.Warning).Unique(t => t.Origin, Severity.Warning));

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(3), cancellationToken: Cancel);

        Assert.Equal((3, 2), (result.RowsPublished, result.Warnings));
        Assert.All(result.Quality, q => Assert.Equal(QualityStatus.Warn, q.Status));
        Assert.Equal(2, result.Quality[1].Rows);
    }

    [Fact]
    public async Task A_key_that_comes_again_in_a_publish_is_refused_with_its_row()
    {
        await using Mesh mesh = Open(r => r.Unique(t => new { t.Id, t.Origin }, scope: UniqueScope.Publish));
        Trip[] rows = [.. Trips.Good(6), new() { Id = 4, Origin = "JFK" }, new() { Id = 4, Origin = "SEA" }];

        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => mesh.Output<Trip>(Trips.Port).PublishAsync(rows, cancellationToken: Cancel));

        Assert.Equal((1L, 7L), (refused.Results[0].Rows!.Value, refused.Results[0].FirstRow!.Value));
        await mesh.Output<Trip>(Trips.Port).PublishAsync(rows[..7], cancellationToken: Cancel);
        await mesh.Output<Trip>(Trips.Port).PublishAsync(rows[..7], cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_key_that_the_port_has_already_is_refused_and_a_missing_one_is_equal_to_none()
    {
        await using Mesh mesh = Open(r => r.Unique(t => t.Delay));
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        await port.PublishAsync([Row(1), Row(2), Row(null), Row(null)], cancellationToken: Cancel);

        await Assert.ThrowsAsync<QualityGateException>(() => port.PublishAsync([Row(3), Row(2)], cancellationToken: Cancel));
        await port.PublishAsync([Row(3), Row(null)], cancellationToken: Cancel);
        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => port.PublishAsync([Row(4), Row(4)], cancellationToken: Cancel));

        Assert.Equal(1, refused.Results[0].Rows);
        Assert.Equal(6, (await Trips.ReadAsync(mesh, Cancel)).Count);

        static Trip Row(int? delay) => new() { Id = 1, Origin = "SEA", Delay = delay };
    }

    [Fact]
    public async Task Two_appends_that_would_each_keep_a_key_unique_do_not_break_it_together()
    {
        await using Mesh one = Open(r => r.Unique(t => t.Id)), two = Open(r => r.Unique(t => t.Id));
        await one.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(1, 100), cancellationToken: Cancel);
        TaskCompletionSource other = new();

        // The second publish commits while the first one is still taking rows.
        Task<PublishResult> slow = one.Output<Trip>(Trips.Port).PublishAsync(SlowAsync(), cancellationToken: Cancel);
        await two.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(1), cancellationToken: Cancel);
        other.SetResult();

        await Assert.ThrowsAsync<CommitConflictException>(() => slow);
        Assert.Equal([0L, 100L], (await Trips.ReadAsync(one, Cancel)).Select(t => t.Id).Order());
        await Assert.ThrowsAsync<QualityGateException>(() => one.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(1), cancellationToken: Cancel));

        async IAsyncEnumerable<Trip> SlowAsync()
        {
            foreach (Trip trip in Trips.Good(1))
                yield return trip;
            await other.Task;
        }
    }

    [Fact]
    public async Task An_upsert_and_a_replacement_are_judged_by_what_the_port_will_be()
    {
        await using (Mesh mesh = _folder.Open(m => m.AddProduct<OrderLine>("sales/orders/lines", p => p.Expect(r => r.Unique(o => o.Id).Unique(o => o.Coupon)))))
        {
            IOutputPort<OrderLine> port = mesh.Output<OrderLine>("sales/orders/lines");
            await port.PublishAsync([Line(1, "a"), Line(2, "b")], cancellationToken: Cancel);
            await port.PublishAsync([Line(1, "c"), Line(3, "a")], cancellationToken: Cancel);
            await Assert.ThrowsAsync<QualityGateException>(() => port.PublishAsync([Line(4, "b")], cancellationToken: Cancel));
        }
        await using Mesh replacing = Open(r => r.Unique(t => t.Id), p => p.Mode(PublishMode.Replace));
        await replacing.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(5), cancellationToken: Cancel);
        await replacing.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(5), cancellationToken: Cancel);
        await Assert.ThrowsAsync<QualityGateException>(() => replacing.Output<Trip>(Trips.Port).PublishAsync([.. Trips.Good(5), .. Trips.Good(1)], cancellationToken: Cancel));

        static OrderLine Line(long id, string coupon) => new() { Id = id, Customer = "c", Amount = 1, Coupon = coupon };
    }

    [Fact]
    public async Task Completeness_freshness_and_figures_are_gates()
    {
        MovableTime time = new();
        await using Mesh mesh = _folder.Open(m =>
        {
            m.AddTrips(r => r.Complete(t => t.At, 0.5).Fresh(t => t.At, TimeSpan.FromHours(1)).Mean(t => t.Delay, 0, 10).Minimum(t => t.Speed, atLeast: 1).Duplicates(t => t.Origin, 0.5));
            m.Services.AddSingleton<TimeProvider>(time);
        });
        DateTime now = time.GetUtcNow().UtcDateTime;
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);

        await port.PublishAsync([new() { Id = 1, Origin = "a", At = now.AddMinutes(-59) }, new() { Id = 2, Origin = "b" }], cancellationToken: Cancel);
        Assert.Equal(["at complete", "at fresh", "mean delay", "least speed", "origin repeated"], await FailuresAsync(
            [new() { Id = 1, Origin = "a", At = now.AddMinutes(-61), Delay = 30, Speed = 0.5 }, new() { Id = 2, Origin = "a", Speed = double.NaN, Delay = -9 }, new() { Id = 3, Origin = "a" }]));
        Assert.Empty(await FailuresAsync([]));

        async Task<string[]> FailuresAsync(Trip[] rows)
        {
            try
            {
                await port.PublishAsync(rows, cancellationToken: Cancel);
                return [];
            }
            catch (QualityGateException refused)
            {
                string[] failed = [.. refused.Results.Where(r => r.Status == QualityStatus.Fail).Select(r => r.Rule.Name)];
                return [.. new[] { "at complete", "at fresh", "mean delay", "least speed", "origin repeated" }.Where(failed.Contains)];
            }
        }
    }

    [Fact]
    public async Task A_derived_port_is_held_against_its_rules_too()
    {
        await using Mesh mesh = _folder.Open(m => m.AddTrips(_ => { }, p => p.Grant("all", g => g.ToDomain("reports")))
            .AddDomain("reports", d => d.AddProduct("counts", p => p.Input<Trip>(Trips.Port, "trips")
                .Output<Reading>("by-origin", o => o.Expect(r => r.RowCount(atLeast: 2))
                    .FromSql("select now() as at, origin as sensor, cast(count(*) as double) as celsius from trips group by origin")))));
        await mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(3), cancellationToken: Cancel);

        await Assert.ThrowsAsync<QualityGateException>(() => mesh.RefreshAsync("reports/counts/by-origin", Cancel));

        await mesh.Output<Trip>(Trips.Port).PublishAsync([new() { Id = 9, Origin = "JFK" }], cancellationToken: Cancel);
        Assert.Equal(2, (await mesh.RefreshAsync("reports/counts/by-origin", Cancel)).RowsPublished);
    }

    [Fact]
    public async Task New_rules_are_tried_on_the_rows_that_are_there_before_they_are_declared()
    {
        await using Mesh mesh = Open(_ => { });
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        await port.PublishAsync(Trips.Good(60), cancellationToken: Cancel);
        await port.PublishAsync(Trips.Good(60), cancellationToken: Cancel);

        QualityCheck check = await port.CheckAsync(r => r.Range(t => t.Delay, atMost: 49).Unique(t => t.Id).RowCount(atMost: 100).QuarantineAtMost(0.5), Cancel);
        QualityCheck strict = await port.CheckAsync(r => r.Range(t => t.Delay, atMost: 49), Cancel);

        Assert.Equal((120, 20), (check.Rows, check.Quarantined));
        Assert.Equal([20L, 60L, 100L], check.Results.Select(r => r.Rows!.Value));
        Assert.Contains("'id unique'", Assert.Single(check.Refusals), StringComparison.Ordinal);
        Assert.Contains("20 of 120 rows break rules about single rows", Assert.Single(strict.Refusals), StringComparison.Ordinal);
        Assert.Equal(120, (await Trips.ReadAsync(mesh, Cancel)).Count);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("planning").Output<Trip>(Trips.Port).CheckAsync(r => r.RowCount(1), Cancel));
    }

    [Fact]
    public async Task A_rule_that_goes_needs_a_version_that_says_so()
    {
        await using (Mesh first = Open(r => r.RowCount(1), p => p.Version("1.0.0")))
            await first.RegisterAsync(Cancel);
        await using Mesh same = Open(_ => { }, p => p.Version("1.0.0")), minor = Open(_ => { }, p => p.Version("1.1.0")), added = Open(r => r.RowCount(1).NotNull(t => t.At, Severity.Warning), p => p.Version("1.1.0"));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, (await Assert.ThrowsAsync<BreakingChangeException>(() => same.RegisterAsync(Cancel))).Kind);
        BreakingChangeException refused = await Assert.ThrowsAsync<BreakingChangeException>(() => minor.RegisterAsync(Cancel));
        await added.RegisterAsync(Cancel);

        Assert.Contains("2.0.0", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["number of rows", "at has a value"], (await (await added.OpenAsync(Trips.Port, cancellationToken: Cancel)).GetContractAsync(Cancel)).Quality.Select(r => r.Name));
    }

    [Fact]
    public async Task A_reader_sees_the_rules_of_the_columns_that_it_sees_as_they_are()
    {
        await using Mesh mesh = Open(r => r.RowCount(1).Pattern(t => t.Passenger, "secret.*").Range(t => t.Delay, 0, 100).Row("both", t => t.Delay != 3 || t.Passenger != "x"));
        await mesh.RegisterAsync(Cancel);

        DataContract planners = await (await mesh.As("planning").OpenAsync(Trips.Port, cancellationToken: Cancel)).GetContractAsync(Cancel);

        Assert.Equal(["number of rows", "delay in range"], planners.Quality.Select(r => r.Name));
        Assert.Equal(4, (await (await mesh.OpenAsync(Trips.Port, cancellationToken: Cancel)).GetContractAsync(Cancel)).Quality.Count);
    }

    [Fact]
    public async Task Every_run_leaves_a_record_of_what_it_found_and_no_confidential_value()
    {
        await using Mesh mesh = Open(r => r.RowCount(atLeast: 2).Range(t => t.Delay, 0, 100, Severity.Warning));
        PublishResult published = await mesh.Output<Trip>(Trips.Port).PublishAsync([.. Trips.Good(2), new() { Id = 3, Origin = "JFK", Delay = 101 }], cancellationToken: Cancel);
        await Assert.ThrowsAsync<QualityGateException>(() => mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(1), cancellationToken: Cancel));

        string[] records = [.. Directory.GetFiles(_folder.Path, "*.oors.yaml", SearchOption.AllDirectories).Select(File.ReadAllText)];

        Assert.Equal(2, records.Length);
        string good = Assert.Single(records, r => r.Contains($"id: \"{published.Run:D}\"", StringComparison.Ordinal) || r.Contains($"id: {published.Run:D}", StringComparison.Ordinal)), bad = Assert.Single(records, r => r != good);
        Assert.Contains("kind: ObservabilityResults", good, StringComparison.Ordinal);
        Assert.Contains("value: published", good, StringComparison.Ordinal);
        Assert.Contains("value: refused", bad, StringComparison.Ordinal);
        Assert.Contains("status: fail", bad, StringComparison.Ordinal);
        Assert.Contains("status: warn", good, StringComparison.Ordinal);
        Assert.Contains("id: delay-maximum", good, StringComparison.Ordinal);
        Assert.DoesNotContain(records, r => r.Contains("secret-name", StringComparison.Ordinal) || r.Contains("passenger-", StringComparison.Ordinal));
    }

    [Fact]
    public void What_no_publish_could_evaluate_is_refused_when_it_is_declared()
    {
        Refused("two quality rules named 'number of rows'", r => r.RowCount(1).RowCount(2));
        Refused("holds no text", r => r.Pattern(t => t.Id, "x"));
        Refused("no regular expression", r => r.Pattern(t => t.Origin, "("));
        Refused("holds no numbers", r => r.Mean(t => t.Origin, 1));
        Refused("holds no instants", r => r.Fresh(t => t.Id, TimeSpan.FromDays(1)));
        Refused("does not fit the columns", r => r.Range(t => t.Origin, 1, 2));
        Refused("does not fit the columns", r => r.OneOf(t => t.Delay, ["a"]));
        Refused("is greater than its greatest", r => r.RowCount(2, 1));
        Refused("neither a least nor a greatest", r => r.RowCount());
        Refused("there is no column 'delai'. Did you mean 'delay'?", r => r.Row("x", Filter.IsNull("delai")));
        Refused("names the reader or the time", r => r.Row("x", Filter.Parse("at < now()")));
        Refused("one line", r => r.Row("a\nb", Filter.True));
        Refused("allows no value", r => r.OneOf(t => t.Origin, []));

        static void Refused(string expected, Action<QualityRules<Trip>> rules)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => Mesh.Create(Path.GetTempPath(), m => m.AddTrips(rules)));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    private Mesh Open(Action<QualityRules<Trip>> rules, Action<OutputPortBuilder<Trip>>? more = null) => _folder.Open(m => m.AddTrips(rules, more));
}
