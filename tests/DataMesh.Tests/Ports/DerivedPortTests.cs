using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

public sealed class DerivedPortTests : IDisposable
{
    private const string Readings = "plant/sensors/readings";
    private const string BySql = "reports/warmth/by-sql";
    private const string ByCode = "reports/warmth/by-code";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_derived_by_SQL_and_one_derived_by_code_give_the_same_rows()
    {
        await using Mesh mesh = Open(granted: true);
        await mesh.Output<Reading>(Readings).PublishAsync(Measures(1, 2, 3, 30), cancellationToken: TestContext.Current.CancellationToken);

        PublishResult sql = await mesh.RefreshAsync(BySql, TestContext.Current.CancellationToken);
        PublishResult code = await mesh.RefreshAsync(ByCode, TestContext.Current.CancellationToken);

        List<CityTotal> rows = await ReadAsync(mesh, BySql);
        Assert.Equal(rows, await ReadAsync(mesh, ByCode));
        Assert.Equal(2, sql.RowsPublished);
        Assert.Equal(2, code.RowsPublished);
        Assert.Equal(new CityTotal { Sensor = "even", Readings = 2, Warmest = 30 }, rows[0]);
    }

    [Fact]
    public async Task A_refresh_replaces_what_was_derived_before()
    {
        await using Mesh mesh = Open(granted: true);
        await mesh.Output<Reading>(Readings).PublishAsync(Measures(1, 2), cancellationToken: TestContext.Current.CancellationToken);
        await mesh.RefreshAsync(BySql, TestContext.Current.CancellationToken);
        await mesh.Output<Reading>(Readings).PublishAsync(Measures(4), cancellationToken: TestContext.Current.CancellationToken);

        PublishResult again = await mesh.RefreshAsync(BySql, TestContext.Current.CancellationToken);

        Assert.Equal(2, again.RowsReplaced);
        Assert.Equal([2, 1], (await ReadAsync(mesh, BySql)).Select(r => (int)r.Readings));
    }

    [Fact]
    public async Task A_derived_snapshot_names_the_snapshots_it_was_made_from()
    {
        await using Mesh mesh = Open(granted: true);
        PublishResult input = await mesh.Output<Reading>(Readings).PublishAsync(Measures(1, 2), cancellationToken: TestContext.Current.CancellationToken);
        await mesh.RefreshAsync(BySql, TestContext.Current.CancellationToken);

        string metadata = Directory.EnumerateFiles(Path.Combine(_folder.Path, "reports", "warmth", "ports", "by-sql"), "v*.metadata.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(metadata, TestContext.Current.CancellationToken));
        string inputs = document.RootElement.GetProperty("snapshots").EnumerateArray().Last().GetProperty("summary").GetProperty("datamesh.inputs").GetString()!;

        Assert.Contains(input.Snapshot.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), inputs, StringComparison.Ordinal);
        Assert.Contains("plant/sensors/readings@1", inputs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BySql)]
    [InlineData(ByCode)]
    public async Task A_refresh_is_left_out_while_nothing_that_its_rows_follow_from_has_changed(string port)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using Mesh mesh = Open(granted: true);
        await mesh.Output<Reading>(Readings).PublishAsync(Measures(1, 2), cancellationToken: cancel);
        IOutputPort<CityTotal> output = mesh.Output<CityTotal>(port);

        PublishResult first = await mesh.RefreshIfChangedAsync(port, cancel), same = await mesh.RefreshIfChangedAsync(port, cancel);
        Assert.Equal((false, true, first.Snapshot.Id, 2L, first.Run), (first.WasAlreadyPublished, same.WasAlreadyPublished, same.Snapshot.Id, same.RowsPublished, same.Run));

        await mesh.Output<Reading>(Readings).PublishAsync(Measures(4), cancellationToken: cancel);
        PublishResult changed = await mesh.RefreshIfChangedAsync(port, cancel);
        Assert.Equal((false, 2L), (changed.WasAlreadyPublished, (await ReadAsync(mesh, port))[0].Readings));

        // The port no longer has what its inputs give.
        await output.RollbackAsync(first.Snapshot, "to look at it", cancel);
        Assert.False((await mesh.RefreshIfChangedAsync(port, cancel)).WasAlreadyPublished);
        Assert.True((await mesh.RefreshIfChangedAsync(port, cancel)).WasAlreadyPublished);

        // Who asks for a refresh gets one.
        Assert.False((await mesh.RefreshAsync(port, cancel)).WasAlreadyPublished);
        Assert.True((await mesh.RefreshIfChangedAsync(port, cancel)).WasAlreadyPublished);
        Assert.Equal(5, (await Streams.ToListAsync(output.LogAsync(cancel))).Count);
    }

    [Fact]
    public async Task Another_definition_and_another_sight_of_an_input_are_changes_and_so_is_the_time_where_a_condition_moves_with_it()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using (Mesh mesh = Open(granted: true))
        {
            await mesh.Output<Reading>(Readings).PublishAsync(Measures(1, 2, 30), cancellationToken: cancel);
            await mesh.RefreshIfChangedAsync(BySql, cancel);
        }
        await using (Mesh other = Open(granted: true, select: "select sensor, count(*) as readings, min(celsius) as warmest from readings group by sensor"))
        {
            Assert.False((await other.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
            Assert.True((await other.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
        }
        await using (Mesh narrower = Open(granted: true, rows: r => r.Celsius < 10))
        {
            Assert.False((await narrower.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
            Assert.True((await narrower.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
            Assert.Equal(2, (await ReadAsync(narrower, BySql)).Sum(r => r.Readings));
        }
        await using Mesh moving = Open(granted: true, rows: r => r.At < Policy.Now);
        Assert.False((await moving.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
        Assert.False((await moving.RefreshIfChangedAsync(BySql, cancel)).WasAlreadyPublished);
    }

    [Fact]
    public async Task Of_replicas_that_find_the_same_change_one_publishes()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using Mesh one = Open(granted: true), two = Open(granted: true), three = Open(granted: true);
        for (int change = 1; change <= 5; change++)
        {
            await one.Output<Reading>(Readings).PublishAsync(Measures(change), cancellationToken: cancel);

            PublishResult[] results = await Task.WhenAll(new[] { one, two, three }.Select(mesh => Task.Run(() => mesh.RefreshIfChangedAsync(ByCode, cancel), cancel)));

            Assert.Single(results, r => !r.WasAlreadyPublished);
            Assert.Single(results.Select(r => r.Snapshot.Id).Distinct());
        }
        Assert.Equal(5, (await Streams.ToListAsync(one.Output<CityTotal>(ByCode).LogAsync(cancel))).Count);
        Assert.Equal(5, (await ReadAsync(one, ByCode)).Sum(r => r.Readings));
    }

    [Fact]
    public async Task A_product_that_was_granted_nothing_cannot_derive()
    {
        await using Mesh mesh = Open(granted: false);
        await mesh.Output<Reading>(Readings).PublishAsync(Measures(1), cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.RefreshAsync(BySql, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refreshing_a_port_that_is_published_says_what_to_call()
    {
        await using Mesh mesh = Open(granted: true);

        InvalidOperationException misuse = await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.RefreshAsync(Readings, TestContext.Current.CancellationToken));

        Assert.Contains("PublishAsync", misuse.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Reading> Measures(params int[] celsius) => celsius.Select(c => new Reading
    {
        At = new DateTime(2001, 1, 1, 0, 0, c, DateTimeKind.Utc),
        Sensor = c % 2 == 0 ? "even" : "odd",
        Celsius = c,
    });

    private static async Task<List<CityTotal>> ReadAsync(Mesh mesh, string port)
    {
        IInputPort<CityTotal> opened = await mesh.As("board").OpenAsync<CityTotal>(port, "reporting", TestContext.Current.CancellationToken);
        return [.. (await Streams.ToListAsync(opened.ReadAsync(TestContext.Current.CancellationToken))).OrderBy(r => r.Sensor, StringComparer.Ordinal)];
    }

    private Mesh Open(bool granted, string select = "select sensor, count(*) as readings, max(celsius) as warmest from readings group by sensor", Expression<Func<Reading, bool>>? rows = null) => _folder.Open(m => m
        .AddProduct<Reading>(Readings, p =>
        {
            if (granted)
                p.Grant("reports", g =>
                {
                    g.ToDomain("reports").For("reporting");
                    if (rows is not null)
                        g.Rows(rows);
                });
            else
                p.Offer("reporting");
        })
        .AddDomain("reports", reports => reports
            .AddProduct("warmth", product => product
                .Input<Reading>("plant/sensors/readings@1", purpose: "reporting")
                .Output<CityTotal>("by-sql", port => port
                    .Grant("board", g => g.ToDomain("board").For("reporting"))
                    .FromSql(select))
                .Output<CityTotal>("by-code", port => port
                    .Grant("board", g => g.ToDomain("board").For("reporting"))
                    .From<Warmth>()))));

    internal sealed class Warmth(IInputPort<Reading> readings) : Transformation<CityTotal>
    {
        public override async IAsyncEnumerable<CityTotal> RunAsync(TransformationRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Dictionary<string, (long Count, double Warmest)> totals = [];
            await foreach (Reading reading in readings.ReadAsync(cancellationToken))
            {
                (long count, double warmest) = totals.GetValueOrDefault(reading.Sensor, (0, double.MinValue));
                totals[reading.Sensor] = (count + 1, Math.Max(warmest, reading.Celsius ?? double.MinValue));
            }
            foreach ((string sensor, (long count, double warmest)) in totals)
                yield return new CityTotal { Sensor = sensor, Readings = count, Warmest = warmest };
        }
    }
}
