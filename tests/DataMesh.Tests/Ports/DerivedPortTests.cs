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

    private Mesh Open(bool granted) => _folder.Open(m => m
        .AddProduct<Reading>(Readings, p =>
        {
            if (granted)
                p.Grant("reports", g => g.ToDomain("reports").For("reporting"));
            else
                p.Offer("reporting");
        })
        .AddDomain("reports", reports => reports
            .AddProduct("warmth", product => product
                .Input<Reading>("plant/sensors/readings@1", purpose: "reporting")
                .Output<CityTotal>("by-sql", port => port
                    .Grant("board", g => g.ToDomain("board").For("reporting"))
                    .FromSql("select sensor, count(*) as readings, max(celsius) as warmest from readings group by sensor"))
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
