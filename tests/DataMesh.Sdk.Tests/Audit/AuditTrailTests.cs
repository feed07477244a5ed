using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Catalog;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Tests.Audit;

public sealed class AuditTrailTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly BreakableStore _store = new(new InMemoryObjectStore());
    private readonly List<AuditTrail> _trails = [];

    [Fact]
    public async Task A_buffered_record_is_written_by_a_flush_and_read_back_equal()
    {
        AuditTrail trail = Trail();
        AuditRecord record = Record() with { Snapshot = 7, PolicyEpoch = 3, Rules = ["finance", "no military"], Agreements = [Guid.CreateVersion7()], Purpose = "revenue", Domain = "finance" };

        await trail.RecordAsync(record, Token);
        Assert.Empty(await ListAsync(trail));
        await trail.FlushAsync(Token);

        AuditRecord read = Assert.Single(await ListAsync(trail));
        Assert.Equal(record.Rules, read.Rules);
        Assert.Equal(record.Agreements, read.Agreements);
        Assert.Equal(record with { Rules = [], Agreements = [] }, read with { Rules = [], Agreements = [] });
    }

    [Fact]
    public async Task The_end_of_a_read_replaces_its_beginning()
    {
        AuditTrail trail = Trail();
        AuditRecord waiting = Record(), written = Record();

        await trail.RecordAsync(written, Token);
        await trail.FlushAsync(Token);
        await trail.RecordAsync(waiting, Token);
        trail.Complete(waiting, 12_345);
        trail.Complete(written, 0);
        await trail.FlushAsync(Token);

        Dictionary<Guid, RowCountBucket> rows = (await ListAsync(trail)).ToDictionary(r => r.Id, r => r.Rows);
        Assert.Equal(2, rows.Count);
        Assert.Equal(RowCountBucket.From10Thousand, rows[waiting.Id]);
        Assert.Equal(RowCountBucket.None, rows[written.Id]);
    }

    [Fact]
    public async Task While_the_store_is_out_records_wait_and_a_full_buffer_denies()
    {
        AuditTrail trail = Trail(new AuditOptions { BufferRecords = 2, FlushInterval = TimeSpan.FromHours(1) });
        _store.IsUnreachable = true;

        await trail.RecordAsync(Record(), Token);
        await trail.RecordAsync(Record(), Token);
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(async () => await trail.RecordAsync(Record(), Token));
        await Assert.ThrowsAsync<DataMeshException>(() => trail.FlushAsync(Token));
        _store.IsUnreachable = false;
        await trail.FlushAsync(Token);

        Assert.Contains("sales/orders/lines", denied.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await ListAsync(trail)).Count);
        await trail.RecordAsync(Record(), Token);
    }

    [Fact]
    public async Task Where_a_record_is_required_a_read_is_denied_until_it_is_written()
    {
        AuditTrail trail = Trail(new AuditOptions { Mode = AuditMode.Require, FlushInterval = TimeSpan.FromHours(1) });
        _store.IsUnreachable = true;

        await Assert.ThrowsAsync<PolicyDeniedException>(async () => await trail.RecordAsync(Record(), Token));
        _store.IsUnreachable = false;
        await trail.RecordAsync(Record(), Token);

        Assert.Single(await ListAsync(trail));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_writes_what_waits(bool asynchronous)
    {
        AuditTrail trail = Trail();
        await trail.RecordAsync(Record(), Token);

        if (asynchronous)
            await trail.DisposeAsync();
        else
            trail.Dispose();

        Assert.Single(await ListAsync(Trail()));
    }

    [Fact]
    public async Task Records_are_listed_newest_first_and_only_since_a_moment()
    {
        AuditTrail trail = Trail();
        for (int day = 0; day < 3; day++)
        {
            for (int hour = 0; hour < 2; hour++)
            {
                await trail.RecordAsync(Record(), Token);
                _time.Advance(TimeSpan.FromHours(1));
            }
            await trail.FlushAsync(Token);
            _time.Advance(TimeSpan.FromHours(22));
        }

        List<AuditRecord> all = await ListAsync(trail);
        List<AuditRecord> some = await ListAsync(trail, since: all[3].At);

        Assert.Equal(6, all.Count);
        Assert.Equal(all.OrderByDescending(r => r.At).Select(r => r.Id), all.Select(r => r.Id));
        Assert.Equal(all.Take(4).Select(r => r.Id), some.Select(r => r.Id));
    }

    [Fact]
    public async Task Sinks_of_the_application_get_every_record()
    {
        CollectingSink sink = new();
        AuditTrail trail = Trail(sinks: sink);
        AuditRecord record = Record();

        await trail.RecordAsync(record, Token);
        await trail.FlushAsync(Token);

        Assert.Equal(record, Assert.Single(sink.Records));
    }

    [Fact]
    public async Task Lines_that_are_no_records_hide_no_others()
    {
        AuditTrail trail = Trail();
        await trail.RecordAsync(Record(), Token);
        await trail.FlushAsync(Token);
        foreach (string line in new[] { "", "{", "[]", "{\"id\":1}", "null", new string('[', 10_000) })
            await _store.WriteAllAsync($"sales/orders/private/audit/2030/01/01/{Guid.NewGuid()}.jsonl", System.Text.Encoding.UTF8.GetBytes(line), default, Token);

        Assert.Single(await ListAsync(trail));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (AuditTrail trail in _trails)
            await trail.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AuditTrail Trail(AuditOptions? options = null, params AuditSink[] sinks)
    {
        AuditTrail trail = new(new AuditFolder(_store, _time), sinks, options ?? new AuditOptions { FlushInterval = TimeSpan.FromHours(1) }, _time, NullLogger.Instance);
        _trails.Add(trail);
        return trail;
    }

    private AuditRecord Record() => new()
    {
        Id = Guid.CreateVersion7(_time.GetUtcNow()),
        At = _time.GetUtcNow(),
        Principal = "finance",
        Product = Examples.Id,
        Port = "sales/orders/lines@1",
        IsAllowed = true,
    };

    private static async Task<List<AuditRecord>> ListAsync(AuditTrail trail, DateTimeOffset? since = null)
    {
        List<AuditRecord> records = [];
        await foreach (AuditRecord record in trail.ListAsync(Examples.Orders, since, Token))
            records.Add(record);
        return records;
    }

    private sealed class CollectingSink : AuditSink
    {
        public List<AuditRecord> Records { get; } = [];

        public override Task AppendAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
        {
            Records.AddRange(records);
            return Task.CompletedTask;
        }
    }
}
