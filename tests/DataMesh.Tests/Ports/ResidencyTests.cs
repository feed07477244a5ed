using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>Where data may lie, and where a reader runs when its process does not say so: both follow the root's region.</summary>
public sealed class ResidencyTests : IDisposable
{
    private const string Readings = "plant/sensors/readings";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "does not say where it lies")]
    [InlineData("us", "its root lies in 'us'")]
    public async Task Rows_that_must_lie_elsewhere_are_refused_before_any_is_read(string? region, string because)
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Stay>(Readings, p => p.Residency("eu", "ch")));
        await mesh.RegisterAsync(Cancel);
        await PlaceAsync(region);
        await using Mesh producer = _folder.Open(m => m.AddProduct<Stay>(Readings, p => p.Residency("eu", "ch")));
        bool wasRead = false;

        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => producer.Output<Stay>(Readings).PublishAsync(Rows(), cancellationToken: Cancel));

        Assert.Contains(because, denied.Message, StringComparison.Ordinal);
        Assert.Contains("'eu', 'ch' only", denied.Message, StringComparison.Ordinal);
        Assert.Equal(Readings, denied.Port.ToString());
        Assert.False(wasRead);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories));

        async IAsyncEnumerable<Stay> Rows()
        {
            wasRead = true;
            await Task.CompletedTask;
            yield return new Stay { Id = 1 };
        }
    }

    [Fact]
    public async Task Rows_lie_where_they_may_and_a_process_that_does_not_say_where_it_runs_runs_where_the_root_lies()
    {
        await using (Mesh first = Open())
            await first.RegisterAsync(Cancel);
        await PlaceAsync("eu");
        await using Mesh producer = Open();
        await producer.Output<Stay>(Readings).PublishAsync([new Stay { Id = 1 }], cancellationToken: Cancel);

        await using Mesh near = _folder.Open(m => m.RunAs("care"));
        Assert.Single(await Streams.ToListAsync((await near.OpenAsync<Stay>(Readings, cancellationToken: Cancel)).ReadAsync(Cancel)));
        await using Mesh far = _folder.Open(m => m.RunAs("care").UseRegion("us"));
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => far.OpenAsync<Stay>(Readings, cancellationToken: Cancel));
        Assert.Contains("runs in 'us'", denied.Message, StringComparison.Ordinal);

        Mesh Open() => _folder.Open(m => m.AddProduct<Stay>(Readings, p => p.Residency("eu").Grant("care", g => g.ToDomain("care").InRegion("eu"))));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Who keeps a root says where it lies.
    private async Task PlaceAsync(string? region)
    {
        if (region is not null)
            await File.AppendAllTextAsync(Path.Combine(_folder.Path, "datamesh.yaml"), $"region: {region}\n", Cancel);
    }
}

[DataSchema]
public sealed partial record Stay
{
    [System.ComponentModel.DataAnnotations.Key] public required long Id { get; init; }
}
