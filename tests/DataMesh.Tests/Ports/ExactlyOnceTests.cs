using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>A derived port that takes in the changes of its input, each once.</summary>
public sealed class ExactlyOnceTests : IDisposable
{
    private const string Input = "sales/orders/lines", Output = "audit/trail/entries";
    private static readonly AsyncLocal<bool> s_dies = new();
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replicas_crashes_deletes_and_maintenance_neither_lose_nor_repeat_a_change()
    {
        await using Mesh one = Open(), two = Open(), three = Open();
        Mesh[] replicas = [one, two, three];
        IOutputPort<OrderLine> input = one.Output<OrderLine>(Input);
        IOutputPort<Reading> output = one.Output<Reading>(Output);
        for (int round = 1; round <= 8; round++)
        {
            await input.PublishAsync([Line(round, round), Line(100, round)], cancellationToken: Cancel);
            if (round % 3 == 0)
            {
                s_dies.Value = true;
                await Assert.ThrowsAsync<InvalidOperationException>(() => one.RefreshAsync(Output, Cancel));
                s_dies.Value = false;
            }
            await Task.WhenAll(replicas.Select(mesh => Task.Run(() => RefreshAsync(mesh, always: round % 2 == 0), Cancel)));
            if (round == 4)
                await output.DeleteAsync(r => r.Sensor == "1:1", cancellationToken: Cancel);
            if (round % 2 == 1)
                await output.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero }, Cancel);
        }

        string[] expected = [.. Enumerable.Range(2, 7).Select(i => $"{i}:{i}"), .. Enumerable.Range(1, 8).Select(i => $"100:{i}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), await EntriesAsync(one));
    }

    [Fact]
    public async Task A_rollback_takes_the_position_back_so_that_the_changes_come_again()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> input = mesh.Output<OrderLine>(Input);
        await input.PublishAsync([Line(1, 1)], cancellationToken: Cancel);
        PublishResult first = await mesh.RefreshAsync(Output, Cancel);
        await input.PublishAsync([Line(2, 2)], cancellationToken: Cancel);
        await mesh.RefreshAsync(Output, Cancel);

        await mesh.Output<Reading>(Output).RollbackAsync(first.Snapshot, "the code was wrong", Cancel);
        Assert.Equal(["1:1"], await EntriesAsync(mesh));
        await mesh.RefreshIfChangedAsync(Output, Cancel);

        Assert.Equal(["1:1", "2:2"], await EntriesAsync(mesh));
    }

    [Fact]
    public async Task A_port_that_is_replaced_cannot_take_in_changes()
    {
        await using Mesh mesh = Open(PublishMode.Replace);
        await mesh.Output<OrderLine>(Input).PublishAsync([Line(1, 1)], cancellationToken: Cancel);

        InvalidOperationException misuse = await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.RefreshAsync(Output, Cancel));

        Assert.Contains("ChangesAsync", misuse.Message, StringComparison.Ordinal);
        Assert.Empty(await EntriesAsync(mesh));
    }

    // Who loses takes its turn again, as a host does.
    private static async Task RefreshAsync(Mesh mesh, bool always)
    {
        while (true)
            try
            {
                await (always ? mesh.RefreshAsync(Output, Cancel) : mesh.RefreshIfChangedAsync(Output, Cancel));
                return;
            }
            catch (CommitConflictException)
            {
            }
    }

    private static async Task<IEnumerable<string>> EntriesAsync(Mesh mesh) =>
        (await Streams.ToListAsync((await mesh.OpenAsync<Reading>(Output, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => r.Sensor).Order(StringComparer.Ordinal);

    private Mesh Open(PublishMode mode = PublishMode.Append) => _folder.Open(m => m
        .AddProduct<OrderLine>(Input, p => p.Grant("audit", g => g.ToDomain("audit")))
        .AddDomain("audit", d => d.AddProduct("trail", p => p.Input<OrderLine>($"{Input}@1").Output<Reading>("entries", o => o.Mode(mode).From<Trail>()))));

    private static OrderLine Line(long id, decimal amount) => new() { Id = id, Customer = "c", Amount = amount };

    internal sealed class Trail(IInputPort<OrderLine> lines) : Transformation<Reading>
    {
        public override async IAsyncEnumerable<Reading> RunAsync(TransformationRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (ChangeSet<OrderLine> page in run.ChangesAsync(lines, cancellationToken))
                foreach (OrderLine line in page.Inserted.Concat(page.Updated.Select(u => u.After)))
                    yield return new Reading { At = DateTime.UnixEpoch, Sensor = $"{line.Id}:{line.Amount:0}" };
            if (s_dies.Value)
                throw new InvalidOperationException("The process died.");
        }
    }
}
