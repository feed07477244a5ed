using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Quality;

[DataSchema]
public sealed partial record Trip
{
    public required long Id { get; init; }

    public required string Origin { get; init; }

    public int? Delay { get; init; }

    public double? Speed { get; init; }

    [EventTime]
    public DateTime? At { get; init; }

    [Classified(Classification.Confidential)]
    public string? Passenger { get; init; }
}

/// <summary>One port of trips in a folder of its own.</summary>
internal static class Trips
{
    public const string Port = "travel/trips/all";

    public static IDataMeshBuilder AddTrips(this IDataMeshBuilder mesh, Action<QualityRules<Trip>> rules, Action<OutputPortBuilder<Trip>>? more = null) => mesh.AddProduct<Trip>(Port, port =>
    {
        port.Expect(rules).Grant("planners", g => g.ToDomain("planning"));
        more?.Invoke(port);
    });

    /// <summary>Trips with ids from a first one on, all of them good.</summary>
    public static IEnumerable<Trip> Good(int count, int first = 0) => Enumerable.Range(first, count).Select(i => new Trip { Id = i, Origin = "SEA", Delay = i % 60, Speed = 400, Passenger = "secret-name" });

    public static async Task<List<Trip>> ReadAsync(Mesh mesh, CancellationToken cancellationToken) =>
        await Streams.ToListAsync((await mesh.As("planning").OpenAsync<Trip>(Port, cancellationToken: cancellationToken)).ReadAsync(cancellationToken));
}
