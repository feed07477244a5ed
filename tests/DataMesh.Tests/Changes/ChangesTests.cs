using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Changes;

/// <summary>Following a port, by example. That replays are exact whatever happens is proven in the policy suite.</summary>
public sealed class ChangesTests : IDisposable
{
    private const string Port = "sales/orders/lines", Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_load_that_is_interrupted_goes_on_inside_the_snapshot()
    {
        await using Mesh mesh = Open(m => m.ConfigureLimits(l => l.BatchRows = 10));
        await mesh.Output<OrderLine>(Port).PublishAsync(Enumerable.Range(1, 95).Select(i => Line(i)), cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        List<OrderLine> rows = [];
        Cursor cursor = Cursor.Beginning;
        int interruptions = 0;

        for (bool more = true; more; interruptions++)
        {
            more = false;
            await foreach (ChangeSet<OrderLine> page in port.ChangesAsync(cursor, Cancel))
            {
                Assert.Equal(page.IsComplete ? 5 : 10, page.Inserted.Count);
                rows.AddRange(page.Inserted);
                cursor = page.Next;
                more = true;
                break;
            }
        }

        Assert.Equal(11, interruptions);
        Assert.Equal(Enumerable.Range(1, 95).Select(i => (long)i), rows.Select(r => r.Id).Order());
    }

    [Fact]
    public async Task An_upsert_gives_the_rows_before_and_after_and_reads_only_the_files_it_touched()
    {
        CountingStore store = new(new LocalFilesObjectStore(_folder.Path));
        await using Mesh mesh = Mesh.Create(m => m.Use<ObjectStore>("test", _ => store).AddProduct<OrderLine>(Port, p => p.PartitionBy(l => l.Id, PartitionTransform.Bucket(4))));
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        await output.PublishAsync(Enumerable.Range(1, 4_000).Select(i => Line(i)), cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        Cursor cursor = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        HashSet<string> before = Files();
        await output.PublishAsync([Line(7) with { Amount = 700 }, Line(7_000)], cancellationToken: Cancel);
        HashSet<string> after = Files();
        store.BytesRead.Clear();

        ChangeSet<OrderLine> change = await port.ChangesAsync(cursor, Cancel).SingleAsync(Cancel);

        Assert.Equal((7m, 700m), (Assert.Single(change.Updated).Before.Amount, change.Updated[0].After.Amount));
        Assert.Equal(7_000, Assert.Single(change.Inserted).Id);
        Assert.Empty(change.Deleted);
        Dictionary<ObjectPath, long> read = store.BytesRead.Where(b => b.Key.Name.EndsWith(".parquet", StringComparison.Ordinal)).ToDictionary();
        HashSet<string> live = [.. (await new StoredTable(_folder.Path, Port).FilesAsync()).Select(f => Path.GetFileName(f))];
        Assert.True(live.Intersect(before).Any(), "no file was left alone");
        Assert.DoesNotContain(read.Keys, path => before.Contains(path.Name) && live.Contains(path.Name));
        Assert.All(read, file => Assert.InRange(file.Value, 1, new FileInfo(Path.Combine(_folder.Path, file.Key.ToString())).Length));
        Assert.True(read.Count > 1 && read.Keys.All(p => after.Contains(p.Name)));
    }

    [Fact]
    public async Task A_record_without_the_key_gets_deletes_and_inserts_and_only_for_what_it_shows()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        await output.PublishAsync([Line(1), Line(2)], cancellationToken: Cancel);
        IInputPort<Spent> port = await mesh.OpenAsync<Spent>(Port, cancellationToken: Cancel);
        Cursor cursor = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        await output.PublishAsync([Line(1) with { Customer = "another" }], cancellationToken: Cancel);
        await output.PublishAsync([Line(2) with { Amount = 20 }], cancellationToken: Cancel);

        List<ChangeSet<Spent>> changes = await port.ChangesAsync(cursor, Cancel).ToListAsync(Cancel);

        ChangeSet<Spent> only = Assert.Single(changes);
        Assert.Equal((2m, 20m), (Assert.Single(only.Deleted).Amount, Assert.Single(only.Inserted).Amount));
        Assert.Empty(only.Updated);
    }

    [Fact]
    public async Task A_rollback_comes_as_changes_and_expired_history_starts_anew()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        PublishResult first = await output.PublishAsync([Line(1), Line(2)], cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        Cursor old = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        await output.PublishAsync([Line(2) with { Amount = 9 }, Line(3)], cancellationToken: Cancel);
        Cursor wrong = (await port.ChangesAsync(old, Cancel).LastAsync(Cancel)).Next;
        await output.RollbackAsync(first.Snapshot, "VAT applied twice", Cancel);

        ChangeSet<OrderLine> back = await port.ChangesAsync(wrong, Cancel).SingleAsync(Cancel);
        await output.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero }, Cancel);
        List<ChangeSet<OrderLine>> anew = await port.ChangesAsync(old, Cancel).ToListAsync(Cancel);

        Assert.Equal("VAT applied twice", back.Snapshot!.Reason);
        Assert.Equal((9m, 2m), (Assert.Single(back.Updated).Before.Amount, back.Updated[0].After.Amount));
        Assert.Equal(3, Assert.Single(back.Deleted).Id);
        Assert.Equal([ChangeReset.HistoryExpired, null], anew.Select(p => p.Reset));
        Assert.Equal([1L, 2L], anew[1].Inserted.Select(l => l.Id).Order());
        Assert.Empty(await port.ChangesAsync(anew[1].Next, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_replacement_beyond_the_limit_starts_anew_and_an_append_of_any_size_does_not()
    {
        await using Mesh mesh = Open(m => m.ConfigureLimits(l => l.ChangeBytes = 2_000).AddProduct<Reading>(Log, _ => { }));
        await mesh.Output<OrderLine>(Port).PublishAsync(Enumerable.Range(1, 100).Select(i => Line(i)), cancellationToken: Cancel);
        await mesh.Output<Reading>(Log).PublishAsync(Readings(1), cancellationToken: Cancel);
        IInputPort<OrderLine> lines = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        IInputPort<Reading> readings = await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel);
        Cursor ofLines = (await lines.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next, ofReadings = (await readings.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        await mesh.Output<OrderLine>(Port).PublishAsync([Line(5) with { Amount = 0 }], cancellationToken: Cancel);
        await mesh.Output<Reading>(Log).PublishAsync(Readings(1_000), cancellationToken: Cancel);

        List<ChangeSet<OrderLine>> anew = await lines.ChangesAsync(ofLines, Cancel).ToListAsync(Cancel);
        List<ChangeSet<Reading>> more = await readings.ChangesAsync(ofReadings, Cancel).ToListAsync(Cancel);

        Assert.Equal([ChangeReset.TooLarge, null], anew.Select(p => p.Reset));
        Assert.Equal(100, anew[1].Inserted.Count);
        Assert.Equal((null, 1_000), (Assert.Single(more).Reset, more[0].Inserted.Count));
    }

    [Fact]
    public async Task A_feed_goes_on_when_a_column_was_renamed()
    {
        Cursor cursor;
        await using (Mesh mesh = Mesh.Create(_folder.Path, m => m.AddProduct<Evolving.Before>("a/b/c", p => p.Version("0.1.0"))))
        {
            await mesh.Output<Evolving.Before>("a/b/c").PublishAsync([new() { Id = 1, City = "Bonn" }, new() { Id = 2, City = "Ulm" }], cancellationToken: Cancel);
            cursor = (await (await mesh.OpenAsync<Evolving.Before>("a/b/c", cancellationToken: Cancel)).ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        }
        await using Mesh newer = Mesh.Create(_folder.Path, m => m.AddProduct<Evolving.After>("a/b/c", p => p.Version("0.2.0")));
        await newer.Output<Evolving.After>("a/b/c").PublishAsync([new() { Id = 2, Town = "Trier" }], cancellationToken: Cancel);

        ChangeSet<Evolving.After> change = await (await newer.OpenAsync<Evolving.After>("a/b/c", cancellationToken: Cancel)).ChangesAsync(cursor, Cancel).SingleAsync(Cancel);

        Assert.Equal(("Ulm", "Trier"), (Assert.Single(change.Updated).Before.Town, change.Updated[0].After.Town));
    }

    [Fact]
    public async Task A_cursor_is_of_one_port_and_one_key_and_as_it_was_made()
    {
        await using Mesh mesh = Open(m => m.AddProduct<OrderLine>("sales/others/lines", _ => { }));
        foreach (string name in (string[])[Port, "sales/others/lines"])
            await mesh.Output<OrderLine>(name).PublishAsync([Line(1)], cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        Cursor cursor = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        string text = cursor.ToString();
        await using Mesh same = Open();

        await DemandRefusalAsync(await mesh.OpenAsync<OrderLine>("sales/others/lines", cancellationToken: Cancel), cursor);
        for (int i = 0; i < text.Length; i++)
            await DemandRefusalAsync(port, Cursor.Parse($"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}"));
        await DemandRefusalAsync(port, Cursor.Parse("nonsense"));
        await DemandRefusalAsync(port, Cursor.Parse(text[..^4]));
        Assert.Empty(await (await same.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ChangesAsync(Cursor.Parse(text), Cancel).ToListAsync(Cancel));
        Assert.Throws<ArgumentException>(() => _folder.Open(m => m.UseCursorKey(new byte[31])));
        Assert.Throws<FormatException>(() => Cursor.Parse("with space"));
        Assert.Equal(Cursor.Beginning, Cursor.Parse(Cursor.Beginning.ToString()));

        async Task DemandRefusalAsync(IInputPort<OrderLine> of, Cursor wrong) =>
            Assert.Equal(DataMeshErrorKind.InvalidRequest, (await Assert.ThrowsAsync<DataMeshException>(async () => await of.ChangesAsync(wrong, Cancel).ToListAsync(Cancel))).Kind);
    }

    [Fact]
    public async Task Cursors_under_another_key_are_refused()
    {
        Cursor cursor;
        await using (Mesh mesh = Open(m => m.UseCursorKey(new byte[32])))
        {
            await mesh.Output<OrderLine>(Port).PublishAsync([Line(1)], cancellationToken: Cancel);
            cursor = (await (await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        }
        await using Mesh other = Open(m => m.UseCursorKey(Enumerable.Repeat((byte)1, 32).ToArray()));
        await using Mesh same = Open(m => m.UseCursorKey(new byte[32]));

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(async () => await (await other.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ChangesAsync(cursor, Cancel).ToListAsync(Cancel));

        Assert.Contains("UseCursorKey", refused.Message);
        Assert.Empty(await (await same.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ChangesAsync(cursor, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_port_that_is_empty_or_was_made_anew_says_so()
    {
        Cursor cursor;
        await using (Mesh mesh = Open())
        {
            await mesh.RegisterAsync(Cancel);
            IInputPort<OrderLine> empty = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
            Assert.Empty(await empty.ChangesAsync(Cursor.Beginning, Cancel).ToListAsync(Cancel));
            await mesh.Output<OrderLine>(Port).PublishAsync([Line(1)], cancellationToken: Cancel);
            cursor = (await empty.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        }
        Directory.Delete(_folder.Path, recursive: true);
        await using Mesh anew = Open();
        await anew.RegisterAsync(Cancel);
        IInputPort<OrderLine> port = await anew.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);

        ChangeSet<OrderLine> emptied = await port.ChangesAsync(cursor, Cancel).SingleAsync(Cancel);
        await anew.Output<OrderLine>(Port).PublishAsync([Line(2)], cancellationToken: Cancel);
        ChangeSet<OrderLine> filled = await port.ChangesAsync(emptied.Next, Cancel).SingleAsync(Cancel);

        Assert.Equal((ChangeReset.TableReplaced, null), (emptied.Reset, emptied.Snapshot));
        Assert.Equal((null, 2), (filled.Reset, Assert.Single(filled.Inserted).Id));
        Assert.Equal(ChangeReset.TableReplaced, (await port.ChangesAsync(cursor, Cancel).FirstAsync(Cancel)).Reset);
    }

    [Fact]
    public async Task A_follower_hears_of_publishes_of_its_own_and_of_another_process()
    {
        await using Mesh mesh = Open(), another = Open();
        await mesh.Output<OrderLine>(Port).PublishAsync([Line(1)], cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        List<long> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChangeSet<OrderLine> page in port.FollowAsync(Cursor.Beginning, enough.Token))
            {
                seen.AddRange(page.Inserted.Select(l => l.Id));
                if (seen.Count < 4)
                    await (seen.Count % 2 == 0 ? mesh : another).Output<OrderLine>(Port).PublishAsync([Line(seen.Count + 1)], cancellationToken: Cancel);
                else
                    await enough.CancelAsync();
            }
        });

        Assert.Equal([1, 2, 3, 4], seen);
    }

    [Fact]
    public async Task A_pinned_port_is_followed_up_to_its_snapshot()
    {
        await using Mesh mesh = Open();
        Snapshot first = (await mesh.Output<OrderLine>(Port).PublishAsync([Line(1)], cancellationToken: Cancel)).Snapshot;
        await mesh.Output<OrderLine>(Port).PublishAsync([Line(2)], cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);

        ChangeSet<OrderLine> pinned = await port.AsOf(first).FollowAsync(Cursor.Beginning, Cancel).SingleAsync(Cancel);
        ChangeSet<OrderLine> rest = await port.ChangesAsync(pinned.Next, Cancel).SingleAsync(Cancel);

        Assert.Equal((1, 2), (Assert.Single(pinned.Inserted).Id, Assert.Single(rest.Inserted).Id));
        Assert.Empty(await port.AsOf(first).ChangesAsync(rest.Next, Cancel).ToListAsync(Cancel));
    }

    private Mesh Open(Action<IDataMeshBuilder>? configure = null) => _folder.Open(m =>
    {
        m.AddProduct<OrderLine>(Port, _ => { });
        configure?.Invoke(m);
    });

    private HashSet<string> Files() => [.. Directory.GetFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories).Select(f => Path.GetFileName(f))];

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"c{i}", Amount = i };

    private static IEnumerable<Reading> Readings(int count) => Enumerable.Range(0, count).Select(i => new Reading { At = DateTime.UnixEpoch.AddSeconds(i), Sensor = "ab" });
}
