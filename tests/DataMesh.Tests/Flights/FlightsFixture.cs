using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Flights;

/// <summary>A mesh with the 3,000,000 flights, one file per month.</summary>
public sealed class FlightsFixture : IAsyncLifetime
{
    public const string Departures = "aviation/flights/departures";
    public const string January = "aviation/flights/january";

    private readonly MeshFolder _folder = new();

    public Mesh Mesh { get; private set; } = null!;

    public PublishResult Published { get; private set; } = null!;

    internal StoredTable Table => new(_folder.Path, Departures);

    public async ValueTask InitializeAsync()
    {
        Mesh = _folder.Open(m => m.AddDomain("aviation", domain => domain.AddProduct("flights", product => product
            .Output<Flight>("departures", p => p.PartitionBy(f => f.Date, PartitionTransform.Month))
            .Output<Flight>("january", p => p.PartitionBy(f => f.Date, PartitionTransform.Month)))));
        Published = await Mesh.Output<Flight>(Departures).PublishBatchesAsync(FlightFile.ReadAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Mesh.DisposeAsync();
        _folder.Dispose();
    }
}
