using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Telemetry;

/// <summary>What a tracing, metering or logging host sees.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly MeshFolder _folder = new();
    private readonly string _port = $"telemetry/t{Guid.NewGuid():N}/readings";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_read_links_to_the_trace_that_published_what_it_reads()
    {
        List<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = s => s.Name == DataMeshTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("datamesh.port") as string == _port)
                    lock (ended)
                        ended.Add(a);
            },
        };
        ActivitySource.AddActivityListener(listener);

        PublishResult result;
        await using (Mesh producer = Producer())
            result = await producer.Output<Reading>(_port).PublishAsync([Measure(1), Measure(2)], cancellationToken: Cancel);
        await using Mesh consumer = _folder.Open(m => m.RunAs("lab"));
        IInputPort<Reading> port = await consumer.OpenAsync<Reading>(_port, "research", Cancel);
        await Streams.ToListAsync(port.ReadAsync(Cancel));
        await consumer.QueryScalarAsync<long>($"select count(*) from {port}", Cancel);

        Activity publish = Assert.Single(ended, a => a.OperationName == "datamesh publish");
        Assert.Equal(result.Snapshot.Id, publish.GetTagItem("datamesh.snapshot_id"));
        Assert.Equal(2L, publish.GetTagItem("datamesh.rows"));
        Activity[] reads = [.. ended.Where(a => a.OperationName == "datamesh read")];
        Assert.NotEmpty(reads);
        Assert.All(reads, read =>
        {
            ActivityContext origin = Assert.Single(read.Links).Context;
            Assert.Equal((publish.TraceId, publish.SpanId), (origin.TraceId, origin.SpanId));
            Assert.Equal(result.Snapshot.Id, read.GetTagItem("datamesh.snapshot_id"));
            Assert.Equal("research", read.GetTagItem("datamesh.purpose"));
        });
        Assert.Contains(reads, read => read.GetTagItem("datamesh.rows") is 2L);
    }

    [Fact]
    public async Task A_failed_publish_is_a_failed_span_with_its_kind()
    {
        List<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = s => s.Name == DataMeshTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("datamesh.port") as string == _port)
                    lock (ended)
                        ended.Add(a);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using Mesh mesh = Producer();

        await Assert.ThrowsAsync<ContractViolationException>(() => mesh.Output<Reading>(_port).PublishAsync([Measure(1) with { Celsius = 1000 }], cancellationToken: Cancel));

        Activity publish = Assert.Single(ended);
        Assert.Equal(ActivityStatusCode.Error, publish.Status);
        Assert.Equal("ContractViolation", publish.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Metrics_count_rows_durations_and_decisions()
    {
        Dictionary<string, double> sums = [];
        using MeterListener listener = new() { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == DataMeshTelemetry.SourceName) l.EnableMeasurementEvents(instrument); } };
        void Add(string name, double value)
        {
            lock (sums)
                sums[name] = sums.GetValueOrDefault(name) + value;
        }
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name + string.Concat(tags.ToArray().Where(t => t.Key == "datamesh.outcome").Select(t => $" {t.Value}")), value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();

        await using Mesh mesh = Producer();
        await mesh.Output<Reading>(_port).PublishAsync([.. Enumerable.Range(0, 100).Select(Measure)], cancellationToken: Cancel);
        await Streams.ToListAsync((await mesh.As("lab").OpenAsync<Reading>(_port, "research", Cancel)).ReadAsync(Cancel));
        await Assert.ThrowsAsync<PortNotFoundException>(async () => await Streams.ToListAsync((await mesh.As("others").OpenAsync<Reading>(_port, "research", Cancel)).ReadAsync(Cancel)));

        // Other tests of this process may publish at the same time, so these are lower bounds.
        Assert.InRange(sums["datamesh.publish.rows"], 100, double.MaxValue);
        Assert.InRange(sums["datamesh.read.rows"], 100, double.MaxValue);
        Assert.InRange(sums["datamesh.publish.duration"], double.Epsilon, double.MaxValue);
        Assert.InRange(sums["datamesh.access.decisions allow"], 1, double.MaxValue);
        Assert.InRange(sums["datamesh.access.decisions deny"], 1, double.MaxValue);
    }

    [Fact]
    public async Task Log_lines_tell_what_happened_and_carry_no_values()
    {
        using LogLines log = new();
        await using Mesh mesh = Producer(log);
        IOutputPort<Reading> output = mesh.Output<Reading>(_port);
        PublishOptions options = new() { IdempotencyKey = "secretkey" };
        Reading secret = Measure(1) with { Sensor = "hush42", Celsius = 77.125 };

        await output.PublishAsync([secret], options, Cancel);
        await output.PublishAsync([secret], options, Cancel);
        await Assert.ThrowsAsync<ContractViolationException>(() => output.PublishAsync([secret with { Celsius = 7077.125 }], cancellationToken: Cancel));
        IInputPort<Reading> port = await mesh.As("lab").OpenAsync<Reading>(_port, "research", Cancel);
        Assert.Single(await Streams.ToListAsync(port.ReadAsync(r => r.Sensor == "hush42", Cancel)));
        Assert.Equal(1, await mesh.As("lab").QueryScalarAsync<long>($"select count(*) from {port} where sensor = {"hush42"}", Cancel));

        string all = string.Join('\n', log.Lines);
        Assert.Contains("Published: Published 1 rows", all, StringComparison.Ordinal);
        Assert.Contains("AlreadyPublished", all, StringComparison.Ordinal);
        Assert.Contains("AccessDecided: Read of port", all, StringComparison.Ordinal);
        foreach (string value in (string[])["hush42", "77.125", "secretkey"])
            Assert.DoesNotContain(value, all, StringComparison.Ordinal);
    }

    private static Reading Measure(int i) => new() { At = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Sensor = $"s{i % 10}", Celsius = i % 100 };

    private Mesh Producer(ILoggerFactory? log = null) => _folder.Open(m =>
    {
        if (log is not null)
            m.Services.AddSingleton(log);
        m.AddProduct<Reading>(_port, p => p.Grant("lab", g => g.ToDomain("lab").For("research")));
    });
}
