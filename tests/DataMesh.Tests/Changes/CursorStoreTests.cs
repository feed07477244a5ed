using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Changes;

/// <summary>Where consumers keep how far they are.</summary>
public sealed class CursorStoreTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PortReference Port => PortReference.Parse("sales/orders/lines@1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cursor_lies_in_the_prefix_of_its_consumer_and_outlives_the_process()
    {
        await using (Mesh mesh = Open("billing"))
        {
            Assert.Equal(Cursor.Beginning, await mesh.Cursors.FindAsync("invoices", Port, Cancel));
            for (int i = 0; i < 20; i++)
                await mesh.Cursors.SaveAsync("invoices", Port, Text(i), Cancel);
            await mesh.Cursors.SaveAsync("dunning", Port, Text(100), Cancel);
        }
        await using Mesh later = Open("billing"), stranger = Open("marketing");

        Assert.Equal(Text(19), await later.Cursors.FindAsync("invoices", Port, Cancel));
        Assert.Equal(Text(100), await later.Cursors.FindAsync("dunning", Port, Cancel));
        Assert.Equal(Cursor.Beginning, await later.Cursors.FindAsync("invoices", PortReference.Parse("sales/orders/lines@2"), Cancel));
        Assert.Equal(Cursor.Beginning, await stranger.Cursors.FindAsync("invoices", Port, Cancel));
        string folder = Path.Combine(_folder.Path, "billing", "_consumer", "cursors", "invoices", "sales", "orders", "lines", "v1");
        Assert.Equal(8, Directory.GetFiles(folder).Length);
        Assert.Contains($"cursor: {Text(19)}", await File.ReadAllTextAsync(Path.Combine(folder, "20.yaml"), Cancel));
    }

    [Fact]
    public async Task Of_two_processes_that_follow_as_one_group_the_second_to_save_is_told()
    {
        await using Mesh one = Open("billing"), two = Open("billing");
        await one.Cursors.FindAsync("invoices", Port, Cancel);
        await two.Cursors.FindAsync("invoices", Port, Cancel);
        await one.Cursors.SaveAsync("invoices", Port, Text(1), Cancel);

        CommitConflictException conflict = await Assert.ThrowsAsync<CommitConflictException>(() => two.Cursors.SaveAsync("invoices", Port, Text(2), Cancel));

        Assert.Contains("'invoices'", conflict.Message);
        Assert.Equal(Text(1), await two.Cursors.FindAsync("invoices", Port, Cancel));
        await two.Cursors.SaveAsync("invoices", Port, Text(3), Cancel);
        await Assert.ThrowsAsync<CommitConflictException>(() => one.Cursors.SaveAsync("invoices", Port, Text(4), Cancel));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_refused_with_the_way_out()
    {
        await using Mesh nobody = _folder.Open(m => m.AddProduct<OrderLine>("sales/orders/lines", _ => { })), billing = Open("billing");

        Assert.Contains("RunAs", (await Assert.ThrowsAsync<DataMeshException>(() => nobody.Cursors.FindAsync("invoices", Port, Cancel))).Message);
        await Assert.ThrowsAsync<ArgumentException>(() => billing.Cursors.FindAsync("../invoices", Port, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => billing.Cursors.FindAsync("invoices", PortReference.Parse("sales/orders/lines"), Cancel));
    }

    [Fact]
    public async Task An_application_keeps_cursors_where_it_wants()
    {
        Kept kept = new();
        await using Mesh mesh = _folder.Open(m => m.UseChangeCursors(_ => kept).RunAs("billing"));

        await mesh.As("marketing").Cursors.SaveAsync("invoices", Port, Text(1), Cancel);

        Assert.Equal(Text(1), await mesh.Cursors.FindAsync("invoices", Port, Cancel));
    }

    private Mesh Open(MeshPrincipal principal) => _folder.Open(m => m.RunAs(principal));

    private static Cursor Text(int i) => Cursor.Parse($"cursor-{i}");

    private sealed class Kept : IChangeCursorStore
    {
        private Cursor _cursor;

        public Task<Cursor> FindAsync(string group, PortReference port, CancellationToken cancellationToken = default) => Task.FromResult(_cursor);

        public Task SaveAsync(string group, PortReference port, Cursor cursor, CancellationToken cancellationToken = default)
        {
            _cursor = cursor;
            return Task.CompletedTask;
        }
    }
}
