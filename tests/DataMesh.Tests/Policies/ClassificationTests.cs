using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>Classification changes by a policy epoch, without a release.</summary>
public sealed class ClassificationTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Raising_a_column_holds_at_once_for_every_snapshot_and_in_other_processes()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await AccessScene.AgreeAsync(mesh);
        await using Mesh consumer = _scene.Open(m => m.RunAs("marketing"));
        IInputPort port = await consumer.OpenAsync(AccessScene.Port, "campaigns", Cancel);
        Snapshot before = (await Streams.ToListAsync(port.ListSnapshotsAsync(Cancel)))[0];
        Assert.Equal(["city=Graz email=null", "city=Graz email=null"], await RowTexts.OfAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));

        await mesh.As(AccessScene.Steward).Access.ClassifyAsync(AccessScene.Port, "city", Classification.Confidential, Category.Personal, "Small towns name people.", Cancel);

        Assert.Equal(["city=null email=null", "city=null email=null"], await AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));
        _scene.Time.Move(TimeSpan.FromSeconds(2));
        Assert.Equal(["city=null email=null", "city=null email=null"], await RowTexts.OfAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        Assert.Equal(["city=null email=null", "city=null email=null"], await RowTexts.OfAsync(port.AsOf(before).ReadBatchesAsync(cancellationToken: Cancel)));
        Assert.Equal(3, (await AccessScene.ReadAsync(mesh, default)).Count(l => !l.Contains("null null", StringComparison.Ordinal)));
        string head = await File.ReadAllTextAsync(Newest("heads"), Cancel);
        Assert.Contains("Small towns name people.", head, StringComparison.Ordinal);
        Assert.Contains("by: sue", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_raised_survives_registering_the_code_again_and_saying_it_again_writes_nothing()
    {
        await using (Mesh mesh = await _scene.PublishedAsync())
            await mesh.Access.ClassifyAsync(AccessScene.Port, "city", Classification.Restricted, Category.None, "Until the review.", Cancel);
        string epoch = Newest("policy");

        await using Mesh again = _scene.Producer();
        await again.RegisterAsync(Cancel);
        await again.Access.ClassifyAsync(AccessScene.Port, "city", Classification.Restricted, Category.None, "Until the review.", Cancel);

        Assert.Equal(epoch, Newest("policy"));
        Assert.Contains("raised: true", await File.ReadAllTextAsync(epoch, Cancel), StringComparison.Ordinal);
        await using Mesh changed = _scene.Producer(port => port.Offer("more", o => o.For("research")));
        await changed.RegisterAsync(Cancel);
        Assert.NotEqual(epoch, Newest("policy"));
        Assert.Contains("level: restricted\n        raised: true", await File.ReadAllTextAsync(Newest("policy"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lowering_what_was_raised_needs_the_code_at_hand_and_stops_at_what_the_code_declares()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        IMeshAccess steward = mesh.As(AccessScene.Steward).Access;
        await steward.ClassifyAsync(AccessScene.Port, "email", Classification.Restricted, Category.Personal | Category.Special, "Found health data.", Cancel);
        await using Mesh office = _scene.Open(m => m.RunAs(AccessScene.Steward));

        DataMeshException elsewhere = await Assert.ThrowsAsync<DataMeshException>(() => office.Access.ClassifyAsync(AccessScene.Port, "email", Classification.Confidential, Category.Personal, "It is gone.", Cancel));
        DataMeshException below = await Assert.ThrowsAsync<DataMeshException>(() => steward.ClassifyAsync(AccessScene.Port, "email", Classification.Confidential, Category.Financial, "It is gone.", Cancel));
        DataMeshException lower = await Assert.ThrowsAsync<DataMeshException>(() => steward.ClassifyAsync(AccessScene.Port, "score", Classification.Internal, Category.None, "Harmless.", Cancel));
        await steward.ClassifyAsync(AccessScene.Port, "email", Classification.Confidential, Category.Personal, "It is gone.", Cancel);

        Assert.Contains("does not have the code", elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains("confidential (personal)", below.Message, StringComparison.Ordinal);
        Assert.Contains("'score' is restricted", lower.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("raised", await File.ReadAllTextAsync(Newest("policy"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_column_or_port_is_named_and_nothing_is_written()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        string epoch = Newest("policy");

        DataMeshException column = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ClassifyAsync(AccessScene.Port, "town", Classification.Restricted, Category.None, "x", Cancel));
        DataMeshException port = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ClassifyAsync("sales/customers/former", "city", Classification.Restricted, Category.None, "x", Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => mesh.Access.ClassifyAsync(AccessScene.Port, "city", (Classification)9, Category.None, "x", Cancel));

        Assert.Contains("no column 'town'", column.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.NotFound, port.Kind);
        Assert.Equal(epoch, Newest("policy"));
    }

    private string Newest(string part) => Directory.GetFiles(Path.Combine(_scene.Folder, "sales", "customers", part)).MaxBy(f => int.Parse(Path.GetFileNameWithoutExtension(f), System.Globalization.CultureInfo.InvariantCulture))!;
}
