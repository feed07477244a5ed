using System.ComponentModel.DataAnnotations;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>A port in up to three major versions, each but the newest made from the next, in a store that is given.</summary>
public static partial class Parcels
{
    public const string Port = "post/parcels/sent";

    [DataSchema]
    public sealed partial record V1
    {
        [Key] public required int Id { get; init; }

        [StringLength(20)] public required string Address { get; init; }
    }

    [DataSchema]
    public sealed partial record V2
    {
        [Key] public required long Number { get; init; }

        public required string Street { get; init; }

        public string? City { get; init; }
    }

    [DataSchema]
    public sealed partial record V3
    {
        [Key] public required long Number { get; init; }

        public required Place To { get; init; }
    }

    public sealed record Place
    {
        public required string Street { get; init; }

        public string? City { get; init; }
    }

    /// <summary>An order of nobody; not a row of a number too large for V1.</summary>
    public static V1 ToV1(V2 newer) => new() { Id = checked((int)newer.Number), Address = $"{newer.Street}, {newer.City ?? "?"}" };

    public static V2 ToV2(V3 newer) => new() { Number = newer.Number, Street = newer.To.Street, City = newer.To.City };

    public static V2[] Rows(int count, int first = 0, string street = "Main St") => [.. Enumerable.Range(first, count).Select(i => new V2 { Number = i, Street = street, City = i % 3 == 0 ? null : "Bonn" })];

    internal static Mesh Open(ObjectStore store, PublishMode mode = PublishMode.Upsert, Action<OutputPortBuilder<V1>>? first = null, Action<OutputPortBuilder<V2>>? second = null, Action<ProductBuilder>? more = null, Func<V2, V1>? map = null) => Mesh.Create(m => m
        .Use<ObjectStore>("UseParcels", _ => store)
        .AddDomain("post", d => d.AddProduct("parcels", p =>
        {
            p.Output<V1>("sent", port =>
            {
                port.Mode(mode).MapFrom(map ?? ToV1).Grant("old", g => g.ToDomain("old"));
                first?.Invoke(port);
            });
            p.Output<V2>("sent", port =>
            {
                port.Version("2.0.0").Mode(mode).Grant("new", g => g.ToDomain("new"));
                second?.Invoke(port);
            });
            more?.Invoke(p);
        })));

    internal static Task<PublishResult> PublishAsync(Mesh mesh, V2[] rows, CancellationToken cancellationToken, string? key = null) =>
        mesh.Output<V2>(Port).PublishAsync(rows, new PublishOptions { IdempotencyKey = key }, cancellationToken);

    /// <summary>The rows of both versions, as their consumers read them.</summary>
    internal static async Task<(List<V1> Old, List<V2> New)> ReadAsync(Mesh mesh, CancellationToken cancellationToken)
    {
        IInputPort<V1> old = await mesh.As("old").OpenAsync<V1>($"{Port}@1", cancellationToken: cancellationToken);
        IInputPort<V2> @new = await mesh.As("new").OpenAsync<V2>($"{Port}@2", cancellationToken: cancellationToken);
        return ([.. (await Streams.ToListAsync(old.ReadAsync(cancellationToken))).OrderBy(r => r.Id)], [.. (await Streams.ToListAsync(@new.ReadAsync(cancellationToken))).OrderBy(r => r.Number)]);
    }

    internal static async Task<List<PublishRecord>> LogAsync<T>(Mesh mesh, CancellationToken cancellationToken) where T : IDataSchema<T> => await Streams.ToListAsync(mesh.Output<T>(Port).LogAsync(cancellationToken));

#pragma warning disable CS1998 // A batch that lies there is nothing to wait for.
    internal static async IAsyncEnumerable<RecordBatch> Batches(V2[] rows)
#pragma warning restore CS1998
    {
        yield return Encoder().Encode(rows, 0);
    }

    private static RecordBatchEncoder<V2> Encoder() => EncoderOf<V2>();

    private static RecordBatchEncoder<T> EncoderOf<T>() where T : IDataSchema<T> => T.CreateEncoder(EncoderOptions.Default);
}
