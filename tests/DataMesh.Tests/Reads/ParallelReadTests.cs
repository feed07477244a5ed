using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Reads;

/// <summary>Ports whose files have several row groups, read in parts at once.</summary>
public sealed class ParallelReadTests : IDisposable
{
    private const string Port = "plant/sensors/readings";
    private const int Rows = 300_000;

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_come_in_the_order_of_the_port_unless_any_order_will_do(bool managed)
    {
        await using (Mesh mesh = Open(managed, parallelism: 4))
        {
            await mesh.Output<Reading>(Port).PublishAsync(Enumerable.Range(0, Rows).Select(Measure), cancellationToken: Cancel);
            await mesh.Output<Reading>(Port).PublishAsync(Enumerable.Range(Rows, 10).Select(Measure), cancellationToken: Cancel);
        }
        List<DateTime> expected = [.. Enumerable.Range(0, Rows + 10).Select(i => Measure(i).At)];

        foreach (int parallelism in (int[])[1, 3])
        {
            await using Mesh mesh = Open(managed, parallelism);
            IInputPort<Reading> clear = await mesh.As("finance").OpenAsync<Reading>(Port, cancellationToken: Cancel), few = await mesh.As("support").OpenAsync<Reading>(Port, cancellationToken: Cancel);

            // Files of one snapshot are read newest or oldest first, but always so.
            List<DateTime> read = await TimesAsync(clear, new ReadRequest());
            Assert.Equal(expected, read[0] == expected[0] ? read : [.. read.Skip(10), .. read.Take(10)]);
            Assert.Equal(read.Take(200_000), await TimesAsync(clear, new ReadRequest { Limit = 200_000 }));
            Assert.Equal(read.Where(at => at.Second % 10 == 3), await TimesAsync(few, new ReadRequest()));
            Assert.Equal(expected, (await TimesAsync(clear, new ReadRequest { AnyOrder = true })).Order());
            Assert.Equal(expected.Where(at => at.Second % 10 == 3), (await TimesAsync(few, new ReadRequest { AnyOrder = true })).Order());
        }
    }

    [Fact]
    public async Task A_read_that_ends_early_leaves_the_port_readable()
    {
        await using Mesh mesh = Open(managed: false, parallelism: 3);
        await mesh.Output<Reading>(Port).PublishAsync(Enumerable.Range(0, Rows).Select(Measure), cancellationToken: Cancel);
        IInputPort<Reading> port = await mesh.As("finance").OpenAsync<Reading>(Port, cancellationToken: Cancel);

        for (int batches = 1; batches <= 9; batches += 2)
        {
            using CancellationTokenSource stop = new();
            int read = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (RecordBatch batch in port.ReadBatchesAsync(cancellationToken: stop.Token))
                    using (batch)
                        if (++read == batches)
                            await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            });
            Assert.True(await port.ReadAsync(Cancel).AnyAsync(r => r.At == Measure(batches * 10_000).At, Cancel));
        }
        Assert.Equal(Rows, await Streams.CountAsync(port.ReadBatchesAsync(new ReadRequest { Columns = [] }, Cancel)));
    }

    private Mesh Open(bool managed, int parallelism) => _folder.Open(m => (managed ? m.UseManagedParquet() : m).ConfigureLimits(l => l.Parallelism = parallelism)
        .AddProduct<Reading>(Port, p => p.Grant("all", g => g.ToDomain("finance")).Grant("few", g => g.ToDomain("support").Rows(Filter.Equal("sensor", "s3")))));

    private static Reading Measure(int i) => new() { At = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Sensor = $"s{i % 10}", Celsius = i % 100 };

    private static async Task<List<DateTime>> TimesAsync(IInputPort<Reading> port, ReadRequest request) => await port.ReadAsync(request, Cancel).Select(r => r.At).ToListAsync(Cancel);
}
