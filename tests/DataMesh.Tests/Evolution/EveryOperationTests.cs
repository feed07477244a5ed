using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>After every kind of operation ClickHouse, icebird and we read the same rows.</summary>
public sealed class EveryOperationTests : IDisposable
{
    private const string Log = "books/log/entries", Whole = "books/whole/entries", Parts = "books/parts/entries", Keyed = "books/keyed/entries";
    private readonly MeshFolder _folder = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Others_read_what_we_read_after_each_kind_of_publish()
    {
        await using Mesh mesh = _folder.Open(m => m
            .AddProduct<Entry>(Log, p => p.Mode(PublishMode.Append)).AddProduct<Entry>(Whole, p => p.Mode(PublishMode.Replace))
            .AddProduct<Entry>(Parts, p => p.Mode(PublishMode.ReplacePartitions).PartitionBy(e => e.Kind)));
        foreach (string port in (string[])[Log, Whole, Parts])
            foreach ((int first, int count) in ((int, int)[])[(0, 60), (40, 30)])
            {
                await mesh.Output<Entry>(port).PublishAsync(Rows(first, count), cancellationToken: Cancel);
                await AgreeAsync(mesh, port, "kind", port == Log ? first == 0 ? 60 : 90 : port == Whole ? count : first == 0 ? 60 : 30);
            }
    }

    [Fact]
    public async Task Others_read_what_we_read_after_each_change_of_one_port()
    {
        long first;
        await using (Mesh mesh = Open<Entry>("0.1.0", p => p.PartitionBy(e => e.Kind)))
        {
            IOutputPort<Entry> port = mesh.Output<Entry>(Keyed);
            first = (await port.PublishAsync(Rows(0, 60), cancellationToken: Cancel)).Snapshot.Id;
            await port.PublishAsync(Rows(50, 20), cancellationToken: Cancel);
            await AgreeAsync(mesh, Keyed, "kind", 70);
            await port.DeleteAsync(e => e.Id < 5, cancellationToken: Cancel);
            await AgreeAsync(mesh, Keyed, "kind", 65);
            for (int i = 0; i < 4; i++)
                await port.PublishAsync(Rows(100 + 4 * i, 4), cancellationToken: Cancel);
            Assert.True((await port.MaintainAsync(cancellationToken: Cancel)).CompactedFiles > 0);
            await AgreeAsync(mesh, Keyed, "kind", 81);
        }
        await using (Mesh mesh = Open<Evolved>("0.2.0", p => p.PartitionBy(e => e.Id, PartitionTransform.Bucket(3)).SortBy(e => e.Amount, descending: true)))
        {
            IOutputPort<Evolved> port = mesh.Output<Evolved>(Keyed);
            await mesh.RegisterAsync(Cancel);
            await AgreeAsync(mesh, Keyed, "category", 81);
            for (int i = 0; i < 5; i++)
                await port.PublishAsync(Rows(200 + 10 * i, 10).Select(e => new Evolved { Note = "new", Id = e.Id, Category = e.Kind, Amount = e.Amount }), cancellationToken: Cancel);
            await AgreeAsync(mesh, Keyed, "category", 131);
            Assert.True((await port.MaintainAsync(cancellationToken: Cancel)).CompactedFiles > 0);
            await AgreeAsync(mesh, Keyed, "category", 131);
            await port.CreateTagAsync("before", cancellationToken: Cancel);
            await port.CreateBranchAsync("audit", cancellationToken: Cancel);
            await port.PublishAsync([new Evolved { Id = 900, Category = "a", Amount = 1 }], new PublishOptions { Branch = "audit" }, Cancel);
            await AgreeAsync(mesh, Keyed, "category", 131);
            await port.FastForwardAsync("audit", Cancel);
            await AgreeAsync(mesh, Keyed, "category", 132);
            await port.RollbackAsync(first, "everything since was wrong", Cancel);
            await AgreeAsync(mesh, Keyed, "category", 60);
            await port.RollbackAsync(SnapshotSelector.Tag("before"), "it was not", Cancel);
            await AgreeAsync(mesh, Keyed, "category", 131);
            _time.Move(TimeSpan.FromDays(2));
            Assert.NotEmpty((await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero }, Cancel)).Expired);
            await AgreeAsync(mesh, Keyed, "category", 131);
            await port.EraseAsync(e => e.Id < 20, new EraseOptions { Reference = "case" }, Cancel);
            await AgreeAsync(mesh, Keyed, "category", 116);
        }
    }

    private Mesh Open<T>(SemanticVersion version, Action<OutputPortBuilder<T>> more)
        where T : IDataSchema<T> => _folder.Open(m =>
        {
            m.Services.AddSingleton<TimeProvider>(_time);
            m.AddProduct<T>(Keyed, p =>
            {
                p.Version(version);
                more(p);
            });
        });

    // icebird finds columns by name: the renamed one it does not know in old files.
    private async Task AgreeAsync(Mesh mesh, string port, string kind, int count)
    {
        string folder = new StoredTable(_folder.Path, port).Folder;
        List<Entry> rows = kind == "kind" ? await Streams.ToListAsync((await mesh.OpenAsync<Entry>(port, cancellationToken: Cancel)).ReadAsync(Cancel))
            : [.. (await Streams.ToListAsync((await mesh.OpenAsync<Evolved>(port, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(e => new Entry { Id = e.Id, Kind = e.Category, Amount = e.Amount })];
        List<string> ours = [.. rows.OrderBy(r => r.Id).ThenBy(r => r.Amount).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Id} {r.Kind} {r.Amount:0.00}"))];
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync($"select toInt32(id) as id, {kind} as kind, toString(round(amount, 2)) as amount from icebergLocal('{folder}') order by id");
        IReadOnlyList<JsonElement> icebird = await IndependentReaders.IcebirdAsync(folder);

        Assert.Equal(count, ours.Count);
        Assert.Equal(ours, clickHouse.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetProperty("id").GetInt32()} {r.GetProperty("kind").GetString()} {decimal.Parse(r.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture):0.00}")));
        Assert.Equal(ours.Select(r => $"{r.Split(' ')[0]} {r.Split(' ')[2]}"), icebird.OrderBy(r => r.GetProperty("id").GetInt64()).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetProperty("id").GetInt64()} {r.GetProperty("amount").GetDecimal():0.00}")));
    }

    private static IEnumerable<Entry> Rows(int first, int count) => Enumerable.Range(first, count).Select(i => new Entry { Id = i, Kind = $"k{i % 3}", Amount = i * 1.25m });
}

[DataSchema]
public sealed partial record Entry
{
    [Key]
    public required long Id { get; init; }

    public required string Kind { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }
}

[DataSchema]
public sealed partial record Evolved
{
    public string? Note { get; init; }

    [Key]
    public required long Id { get; init; }

    [FormerName("kind")]
    public required string Category { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }
}
