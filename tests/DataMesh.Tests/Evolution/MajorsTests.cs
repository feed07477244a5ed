using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Faults;
using DataMesh.Tests.Ports;
using Microsoft.Extensions.DependencyInjection;
using static DataMesh.Tests.Evolution.Parcels;

namespace DataMesh.Tests.Evolution;

/// <summary>One publish feeds several major versions of a port: each has its own contract, rules and readers, and nothing is half done that the same key does not complete.</summary>
public sealed class MajorsTests
{
    private readonly InMemoryObjectStore _store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PublishMode.Append)]
    [InlineData(PublishMode.Upsert)]
    [InlineData(PublishMode.Replace)]
    public async Task Both_versions_get_the_rows_of_every_publish_under_one_run(PublishMode mode)
    {
        await using Mesh mesh = Open(_store, mode);
        PublishResult first = await PublishAsync(mesh, Rows(3), Cancel);
        PublishResult second = await PublishAsync(mesh, Rows(3, first: 2, street: "Oak St"), Cancel);

        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal(mode switch { PublishMode.Append => 6, PublishMode.Upsert => 5, _ => 3 }, @new.Count);
        Assert.Equal(@new.Select(ToV1).OrderBy(r => (r.Id, r.Address)), old.OrderBy(r => (r.Id, r.Address)));
        PublishResult older = Assert.Single(second.OlderMajors, m => m.Key == (PortReference)$"{Port}@1").Value;
        Assert.Equal((second.Run, 3, second.RowsReplaced), (older.Run, older.RowsPublished, older.RowsReplaced));
        foreach (List<PublishRecord> log in (List<PublishRecord>[])[await LogAsync<V1>(mesh, Cancel), await LogAsync<V2>(mesh, Cancel)])
            Assert.Equal([second.Run, first.Run], log.Select(l => l.Run));
        Assert.Equal((await LogAsync<V1>(mesh, Cancel))[0].Snapshot.Id, older.Snapshot.Id);
    }

    [Fact]
    public async Task A_reader_of_the_old_version_reads_on_while_the_producer_moves_to_the_new_one()
    {
        await using Mesh before = Mesh.Create(m => m.Use<ObjectStore>("UseParcels", _ => _store).AddProduct<V1>(Port, p => p.Grant("old", g => g.ToDomain("old"))));
        await before.Output<V1>(Port).PublishAsync([new() { Id = 100, Address = "Elm St, ?" }], cancellationToken: Cancel);
        IInputPort<V1> reader = await before.As("old").OpenAsync<V1>(Port, cancellationToken: Cancel);
        Cursor cursor = await EndAsync(reader);

        await using Mesh mesh = Open(_store);
        await PublishAsync(mesh, Rows(2), Cancel);

        List<ChangeSet<V1>> changes = await Streams.ToListAsync(reader.ChangesAsync(cursor, Cancel));
        Assert.Equal([0, 1], changes.SelectMany(c => c.Inserted).Select(r => r.Id).Order());
        Assert.Equal([0, 1, 100], (await Streams.ToListAsync(reader.ReadAsync(Cancel))).Select(r => r.Id).Order());
        DataContract contract = await reader.GetContractAsync(Cancel);
        Assert.Equal((new SemanticVersion(1, 0, 0), "id,address"), (contract.Version, string.Join(',', contract.Schema.Properties.Select(p => p.Name))));
        await Assert.ThrowsAsync<PortNotFoundException>(() => before.As("old").OpenAsync($"{Port}@2", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Batches_of_any_size_and_records_of_a_stream_feed_the_old_version_as_well()
    {
        const int Rows = 50_000;
        await using Mesh mesh = Open(_store, PublishMode.Append);

        await mesh.Output<V2>(Port).PublishBatchesAsync(Batches(Parcels.Rows(Rows)), cancellationToken: Cancel);
        await mesh.Output<V2>(Port).PublishAsync(Parcels.Rows(Rows, first: Rows).ToAsyncEnumerable(), cancellationToken: Cancel);

        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal(2 * Rows, @new.Count);
        Assert.Equal(@new.Select(ToV1), old);
    }

    [Fact]
    public async Task Three_versions_hang_together_each_by_the_map_from_the_next()
    {
        await using Mesh mesh = Open(_store, second: p => p.MapFrom<V3>(ToV2), more: p => p.Output<V3>("sent", port => port.Version("3.0.0")));
        PublishResult result = await mesh.Output<V3>(Port).PublishAsync([new() { Number = 7, To = new() { Street = "Main St", City = "Bonn" } }], cancellationToken: Cancel);

        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal((7, "Main St, Bonn"), (Assert.Single(old).Id, old[0].Address));
        Assert.Equal((7, "Main St"), (Assert.Single(@new).Number, @new[0].Street));
        Assert.Equal([$"{Port}@1", $"{Port}@2"], result.OlderMajors.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Publishes_at_the_same_time_take_turns_and_leave_both_versions_alike()
    {
        await using Mesh mesh = Open(_store);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PublishAsync(mesh, Rows(5, street: $"Street {i}"), Cancel)));

        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal(@new.Select(ToV1), old);
        Assert.Equal((await LogAsync<V2>(mesh, Cancel)).Select(l => l.Run), (await LogAsync<V1>(mesh, Cancel)).Select(l => l.Run));
    }

    [Fact]
    public async Task A_rule_that_does_not_hold_in_the_old_version_alone_refuses_the_publish_to_both()
    {
        await using Mesh mesh = Open(_store, first: p => p.Expect(r => r.RowCount(atMost: 2)));
        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, Rows(3), Cancel));

        Assert.StartsWith($"Cannot publish to '{Port}@1': the rows do not keep the quality rules of the contract 1.0.0", refused.Message, StringComparison.Ordinal);
        await NothingIsThereAsync(mesh);
        await PublishAsync(mesh, Rows(2), Cancel);
        Assert.Equal(2, (await ReadAsync(mesh, Cancel)).Old.Count);
    }

    [Fact]
    public async Task Each_version_sends_rows_to_quarantine_by_its_own_rules()
    {
        await using Mesh mesh = Open(_store, first: p => p.Expect(r => r.QuarantineAtMost(0.5).Row("known place", v => v.Address != "Main St, ?")), second: p => p.Expect(r => r.QuarantineAtMost(0.5).Row("not the first", v => v.Number != 1)));
        PublishResult result = await PublishAsync(mesh, Rows(5), Cancel);

        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal([1, 2, 4], old.Select(r => r.Id));
        Assert.Equal([0, 2, 3, 4], @new.Select(r => r.Number));
        Assert.Equal((1, 2), (result.Quarantined, Assert.Single(result.OlderMajors).Value.Quarantined));
        Assert.Equal([0L, 3L], (await Streams.ToListAsync(mesh.Output<V1>(Port).ReadQuarantineAsync(result.Run, Cancel))).Select(q => q.Ordinal).Order());
        Assert.Equal(1L, Assert.Single(await Streams.ToListAsync(mesh.Output<V2>(Port).ReadQuarantineAsync(result.Run, Cancel))).Ordinal);
    }

    [Fact]
    public async Task A_row_that_the_old_contract_does_not_allow_is_refused_in_its_name()
    {
        await using Mesh mesh = Open(_store);
        ContractViolationException refused = await Assert.ThrowsAsync<ContractViolationException>(() => PublishAsync(mesh, [.. Rows(4), new() { Number = 9, Street = "A street with a long name" }], Cancel));

        Assert.Contains("of the contract 1.0.0: 'address' ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("address", 4L), (refused.Violations[0].Column, refused.Violations[0].FirstRow));
        await NothingIsThereAsync(mesh);
    }

    [Theory]
    [InlineData(false, "threw OverflowException")]
    [InlineData(true, "returned null")]
    public async Task A_row_that_the_map_cannot_turn_refuses_the_publish_by_its_ordinal_and_tells_nothing_of_it(bool isNull, string what)
    {
        await using Mesh mesh = Open(_store, PublishMode.Append, map: isNull ? v => v.Number > 5_000_000 ? null! : ToV1(v) : null);
        V2[] rows = [.. Rows(30_000), new() { Number = 5_000_000_077, Street = "Secret St" }, .. Rows(1)];

        ContractViolationException refused = await Assert.ThrowsAsync<ContractViolationException>(() => PublishAsync(mesh, rows, Cancel));

        Assert.Equal($"Cannot publish to '{Port}@1': what MapFrom was given for 'V2' {what} at row 30000. Correct it, or the row. Nothing was published.", refused.Message);
        Assert.Equal(30_000, Assert.Single(refused.Violations).FirstRow);
        await NothingIsThereAsync(mesh);
    }

    [Fact]
    public async Task Rows_that_end_with_a_failure_leave_nothing_in_either_version()
    {
        await using Mesh mesh = Open(_store);
        InvalidOperationException failed = await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.Output<V2>(Port).PublishAsync(Broken(), cancellationToken: Cancel));

        Assert.Equal("the source is gone", failed.Message);
        await NothingIsThereAsync(mesh);

        static IEnumerable<V2> Broken()
        {
            foreach (V2 row in Rows(20_000))
                yield return row;
            throw new InvalidOperationException("the source is gone");
        }
    }

    [Fact]
    public async Task A_cancelled_publish_leaves_nothing_in_either_version()
    {
        await using Mesh mesh = Open(_store);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mesh.Output<V2>(Port).PublishAsync(Rows(30_000).Select(r =>
        {
            if (r.Number == 25_000)
                stop.Cancel();
            return r;
        }), cancellationToken: stop.Token));

        await NothingIsThereAsync(mesh);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("monday")]
    public async Task What_failed_between_the_commits_is_completed_once_by_the_same_rows_under_its_key(string? key)
    {
        FullAtCommit store = new(_store) { Only = "post/parcels/ports/sent/v2-" };
        await using Mesh mesh = Open(store, PublishMode.Append);
        await PublishAsync(mesh, Rows(1, first: 90), Cancel);
        store.IsFull = true;

        PartialPublishException partial = await Assert.ThrowsAsync<PartialPublishException>(() => PublishAsync(mesh, Rows(4), Cancel, key));
        Assert.Equal((DataMeshErrorKind.PartlyPublished, DataMeshErrorKind.StorageFull), (partial.Kind, Assert.IsType<DataMeshException>(partial.InnerException).Kind));
        Assert.Equal(($"{Port}@1", $"{Port}@2"), (Assert.Single(partial.Committed).ToString(), Assert.Single(partial.Missing).ToString()));
        Assert.StartsWith($"The publish to '{Port}@1', '{Port}@2' broke off between its commits: '{Port}@1' has the rows, '{Port}@2' may not. ", partial.Message, StringComparison.Ordinal);
        Assert.Equal(key ?? partial.IdempotencyKey, partial.IdempotencyKey);
        (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal((5, 1), (old.Count, @new.Count));

        store.IsFull = false;
        PublishResult completed = await PublishAsync(mesh, Rows(4), Cancel, partial.IdempotencyKey);
        PublishResult again = await PublishAsync(mesh, Rows(4), Cancel, partial.IdempotencyKey);

        Assert.Equal((false, true, 4), (completed.WasAlreadyPublished, Assert.Single(completed.OlderMajors).Value.WasAlreadyPublished, completed.RowsPublished));
        Assert.Equal((true, completed.Snapshot.Id, 1), (again.WasAlreadyPublished, again.Snapshot.Id, again.OlderMajors.Count));
        (old, @new) = await ReadAsync(mesh, Cancel);
        Assert.Equal(@new.Select(ToV1), old);
        Assert.Equal((await LogAsync<V2>(mesh, Cancel)).Select(l => l.Run), (await LogAsync<V1>(mesh, Cancel)).Select(l => l.Run));
    }

    public static TheoryData<PublishMode, Fault> Faults => [(PublishMode.Append, Fault.Failed), (PublishMode.Append, Fault.DiedAfter), (PublishMode.Upsert, Fault.AnswerLost), (PublishMode.Upsert, Fault.Died)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_late_call_to_the_store_fails_the_same_key_leaves_both_versions_with_the_rows_once(PublishMode mode, Fault fault)
    {
        await using (Mesh mesh = Open(new FaultPointStore(_store), mode))
            await PublishAsync(mesh, Rows(2), Cancel);
        int points = (await AttemptAsync(new FaultPointStore(await FaultPointStore.CopyAsync(_store, Cancel), fault), mode)).Calls;
        Assert.True(points > 0);

        int partial = 0;
        // Earlier calls write what nobody sees; FaultPointTests hits those of one version.
        await Parallel.ForEachAsync(Enumerable.Range(points / 2, points - (points / 2) + 1), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel }, async (point, token) =>
        {
            InMemoryObjectStore inner = await FaultPointStore.CopyAsync(_store, token);
            (_, Exception? error) = await AttemptAsync(new FaultPointStore(inner, fault, point), mode);
            await using Mesh mesh = Open(new FaultPointStore(inner), mode);
            string where = $"{mode}, {fault} at call {point} of {points}, {error?.GetType().Name}";
            (List<V1> old, List<V2> @new) = await ReadAsync(mesh, Cancel);
            Assert.True(@new.Count == 2 || old.Count == @new.Count, $"{where}: the newest version has the rows before the others.");
            // A process that died tells nobody anything.
            Assert.True(old.Count == @new.Count || error is PartialPublishException or ProcessDiedException, $"{where}: the versions differ, and nobody is told.");
            if (old.Count != @new.Count)
                Interlocked.Increment(ref partial);
            await PublishAsync(mesh, Rows(3, first: 1), Cancel, "once");
            (old, @new) = await ReadAsync(mesh, Cancel);
            Assert.True(@new.Count == (mode == PublishMode.Append ? 5 : 4), $"{where}: {@new.Count} rows.");
            Assert.Equal(@new.Select(ToV1).OrderBy(r => (r.Id, r.Address)), old.OrderBy(r => (r.Id, r.Address)));
            Assert.Equal((2, 2), ((await LogAsync<V1>(mesh, Cancel)).Count, (await LogAsync<V2>(mesh, Cancel)).Count));
        });
        Assert.True(partial > 0, "No fault struck between the commits.");
    }

    [Fact]
    public async Task Versions_are_read_as_of_the_run_that_fed_them_and_not_before_all_have_their_rows()
    {
        FullAtCommit store = new(_store) { Only = "post/parcels/ports/sent/v2-" };
        await using Mesh mesh = Open(store, PublishMode.Replace);
        Guid first = (await PublishAsync(mesh, Rows(2), Cancel)).Run!.Value;
        store.IsFull = true;
        PartialPublishException partial = await Assert.ThrowsAsync<PartialPublishException>(() => PublishAsync(mesh, Rows(5), Cancel));
        Guid second = (await LogAsync<V1>(mesh, Cancel))[0].Run!.Value;
        IInputPort<V1> old = await mesh.As("old").OpenAsync<V1>($"{Port}@1", cancellationToken: Cancel);
        IInputPort<V2> @new = await mesh.As("new").OpenAsync<V2>($"{Port}@2", cancellationToken: Cancel);

        Assert.Equal([first], await RunsAsync());
        Assert.Equal((2, 2), await CountAsync(first));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => CountAsync(second))).Kind);

        store.IsFull = false;
        await PublishAsync(mesh, Rows(5), Cancel, partial.IdempotencyKey);
        Assert.Equal([second, first], await RunsAsync());
        Assert.Equal((5, 5), await CountAsync(second));
        Assert.Equal((2, 2), await CountAsync(first));

        async Task<List<Guid>> RunsAsync() => [.. (await Streams.ToListAsync(mesh.ListRunsAsync("post/parcels", cancellationToken: Cancel))).Select(r => r.Id)];
        async Task<(int, int)> CountAsync(Guid run) => ((await Streams.ToListAsync(old.AsOfRun(run).ReadAsync(Cancel))).Count, (await Streams.ToListAsync(@new.AsOfRun(run).ReadAsync(Cancel))).Count);
    }

    [Fact]
    public async Task A_run_that_could_not_be_recorded_is_recorded_by_the_same_publish_again()
    {
        FailingRecords store = new(_store) { Fails = true };
        await using Mesh mesh = Open(store);
        PartialPublishException partial = await Assert.ThrowsAsync<PartialPublishException>(() => PublishAsync(mesh, Rows(2), Cancel, "monday"));
        Assert.Contains("all of them have the rows, but the run is not recorded", partial.Message, StringComparison.Ordinal);
        Assert.Equal((2, 0), (partial.Committed.Count, partial.Missing.Count));
        store.Fails = false;

        PublishResult again = await PublishAsync(mesh, Rows(2), Cancel, "monday");

        Assert.True(again.WasAlreadyPublished);
        Assert.Equal(again.Run, Assert.Single(await Streams.ToListAsync(mesh.ListRunsAsync("post/parcels", cancellationToken: Cancel))).Id);
    }

    [Fact]
    public async Task A_run_over_several_ports_does_not_take_versions_that_are_fed_or_feed()
    {
        await using Mesh mesh = Open(_store);
        ArgumentException feeds = await Assert.ThrowsAsync<ArgumentException>(() => mesh.PublishRunAsync(r => r.Publish(Port, Rows(1)), new RunOptions { IdempotencyKey = "monday" }, Cancel));
        InvalidOperationException isFed = await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.PublishRunAsync(r => r.Publish(Port, new[] { new V1 { Id = 1, Address = "?" } }), new RunOptions { IdempotencyKey = "monday" }, Cancel));

        Assert.StartsWith($"The port '{Port}@2' feeds '{Port}@1' (MapFrom): publish to it by itself", feeds.Message, StringComparison.Ordinal);
        Assert.Contains("is made from what is published to its newer major version", isFed.Message, StringComparison.Ordinal);
        await NothingIsThereAsync(mesh);
    }

    [Fact]
    public async Task A_publish_that_feeds_older_versions_goes_to_no_branch()
    {
        await using Mesh mesh = Open(_store);
        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(() => mesh.Output<V2>(Port).PublishAsync(Rows(1), new PublishOptions { Branch = "audit" }, Cancel));

        Assert.Contains("Publish without Branch", refused.Message, StringComparison.Ordinal);
        await NothingIsThereAsync(mesh);
    }

    [Fact]
    public async Task A_frozen_version_refuses_the_publish_to_all()
    {
        await using Mesh mesh = Open(_store);
        await mesh.Output<V1>(Port).FreezeAsync("wrong addresses", Cancel);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => PublishAsync(mesh, Rows(1), Cancel));

        Assert.Equal(DataMeshErrorKind.Frozen, refused.Kind);
        Assert.Contains($"'{Port}@1'", refused.Message, StringComparison.Ordinal);
        await NothingIsThereAsync(mesh);
    }

    [Fact]
    public async Task A_deprecated_version_gets_its_rows_until_it_is_retired()
    {
        await using Mesh mesh = Open(_store);
        await PublishAsync(mesh, Rows(1), Cancel);
        await mesh.Lifecycle.DeprecateAsync($"{Port}@1", new Deprecation { Successor = $"{Port}@2" }, Cancel);
        PublishResult deprecated = await PublishAsync(mesh, Rows(1, first: 1), Cancel);
        await mesh.Lifecycle.RetireAsync($"{Port}@1", new Retirement { Force = true, Reason = "All have moved." }, Cancel);
        PublishResult retired = await PublishAsync(mesh, Rows(1, first: 2), Cancel);

        Assert.Equal((1, 0), (deprecated.OlderMajors.Count, retired.OlderMajors.Count));
        Assert.Equal((2, 3), ((await LogAsync<V1>(mesh, Cancel)).Count, (await LogAsync<V2>(mesh, Cancel)).Count));
    }

    [Fact]
    public async Task A_version_that_is_made_from_a_newer_one_is_published_by_nothing_else()
    {
        await using Mesh mesh = Open(_store);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.Output<V1>(Port).PublishAsync([new() { Id = 1, Address = "?" }], cancellationToken: Cancel));
        Assert.Equal($"The port '{Port}@1' is made from what is published to its newer major version (MapFrom): publish 'V2' there, or leave MapFrom away.", refused.Message);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "nothing newer", "declares no newer major version of the port with that record: declare it with Output<V3>(\"sent\", …) and a higher Version" },
        { "older", "declares no newer major version of the port with that record: declare it with Output<V1>(\"sent\", …)" },
        { "twice", "call MapFrom once" },
        { "derived", "derive each of them from the inputs, with From or FromSql" },
        { "other mode", "has the mode Append, and 'post/parcels/sent@2', from which it is made (MapFrom), Upsert" },
        { "partitions", "both replace partitions: nothing says that a row lies in the same partition of both" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_version_that_cannot_be_made_from_another_is_refused_when_it_is_declared(string mistake, string because)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => mistake switch
        {
            "nothing newer" => Open(_store, second: p => p.MapFrom<V3>(ToV2)),
            "older" => Open(_store, second: p => p.MapFrom<V1>(v => new() { Number = v.Id, Street = v.Address })),
            "twice" => Open(_store, first: p => p.MapFrom<V2>(ToV1)),
            "derived" => Open(_store, second: p => p.FromSql("select 1 as number")),
            "other mode" => Open(_store, first: p => p.Mode(PublishMode.Append)),
            _ => Open(_store, PublishMode.ReplacePartitions, p => p.PartitionBy(v => v.Address), p => p.PartitionBy(v => v.Street)),
        });
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Calls, Exception? Error)> AttemptAsync(FaultPointStore store, PublishMode mode)
    {
        await using Mesh mesh = Open(store, mode);
        await mesh.RegisterAsync(Cancel);
        store.Arm();
        try
        {
            await PublishAsync(mesh, Rows(3, first: 1), Cancel, "once");
            return (store.Calls, null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return (store.Calls, error);
        }
    }

    private static async Task<Cursor> EndAsync(IInputPort<V1> port)
    {
        Cursor cursor = Cursor.Beginning;
        await foreach (ChangeSet<V1> page in port.ChangesAsync(cursor, Cancel))
            cursor = page.Next;
        return cursor;
    }

    // No snapshot, and no data file of what was begun.
    private async Task NothingIsThereAsync(Mesh mesh)
    {
        Assert.Empty(await LogAsync<V1>(mesh, Cancel));
        Assert.Empty(await LogAsync<V2>(mesh, Cancel));
        Assert.DoesNotContain(await Streams.ToListAsync(_store.ListAsync("post/parcels/ports", null, Cancel)), f => f.Path.ToString().EndsWith(".parquet", StringComparison.Ordinal));
    }

    /// <summary>A store that does not take records of runs.</summary>
    private sealed class FailingRecords(ObjectStore inner) : ObjectStore
    {
        public bool Fails { get; set; }

        public override StoreCapabilities Capabilities => inner.Capabilities;

        public override Uri Root => inner.Root;

        public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

        public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(path, offset, destination, cancellationToken);

        public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
            Fails && path.ToString().StartsWith("post/parcels/runs/", StringComparison.Ordinal) ? throw new DataMeshException(DataMeshErrorKind.StorageFull, $"Cannot write '{path}': the disk is full.") : inner.BeginUploadAsync(path, condition, cancellationToken);

        public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

        public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);
    }
}
