using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using DataMesh.Tests.Policies;

namespace DataMesh.Tests.Lifecycle;

/// <summary>A product with a port that finance may read and campaigns may ask for, on a real folder, at a time that tests move.</summary>
internal sealed class LifecycleScene : IDisposable
{
    public const string Port = "sales/orders/lines";

    public static readonly ProductName Product = "sales/orders";

    public static readonly MeshPrincipal Steward = new() { Name = "sue", Kind = PrincipalKind.User, Domain = "sales", Roles = ["sales-steward"] };

    private readonly MeshFolder _folder = new();

    public MovableTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public string Folder => _folder.Path;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public Mesh Open(Action<IDataMeshBuilder>? configure = null) => _folder.Open(m =>
    {
        configure?.Invoke(m);
        m.Services.AddSingleton<TimeProvider>(Time).AddSingleton<ILoggerFactory>(Log);
    });

    public Mesh Producer(Action<OutputPortBuilder<OrderLine>>? first = null, Action<OutputPortBuilder<OrderLine2>>? second = null) => Open(m => m.AddDomain("sales", d => d.OwnedBy("sales@shop.example")
        .AddProduct("orders", product =>
        {
            product.Stewards(new Recipients { Roles = ["sales-steward"] }).Output<OrderLine>("lines", port =>
            {
                port.Grant("finance", g => g.ToDomain("finance")).Offer("campaigns");
                first?.Invoke(port);
            });
            if (second is not null)
                product.Output<OrderLine2>("lines", port => second(port.Version("2.0.0").Grant("finance", g => g.ToDomain("finance"))));
        })));

    /// <summary>A node that declares the product and has published a line.</summary>
    public async Task<Mesh> PublishedAsync(Action<OutputPortBuilder<OrderLine>>? first = null, Action<OutputPortBuilder<OrderLine2>>? second = null)
    {
        Mesh mesh = Producer(first, second);
        await mesh.Output<OrderLine>(Port).PublishAsync([new() { Id = 1, Customer = "ann@example.com", Amount = 5 }], cancellationToken: Cancel);
        return mesh;
    }

    /// <summary>A product that declares the port as an input.</summary>
    public Mesh Consumer(bool granted = true) => Open(m => m.AddDomain(granted ? "finance" : "spies", d => d.AddProduct("revenue", p => p
        .Input<Amount>($"{Port}@1")
        .Output<CityTotal>("totals", o => o.FromSql("select 'all' as sensor, count(*) as readings, null as warmest from lines")))));

    public async Task<string> ReadAsync(string path) => await File.ReadAllTextAsync(Path.Combine(Folder, path), Cancel);

    public static Task<DataContract> DeprecateAsync(IDataMesh mesh, Deprecation? deprecation = null) => mesh.Lifecycle.DeprecateAsync($"{Port}@1", deprecation ?? new Deprecation(), Cancel);
}

[DataSchema]
public sealed partial record OrderLine2
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }
}

/// <summary>The lines without the customer.</summary>
[DataSchema]
public sealed partial record AnonymousLine
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }

    public string? Coupon { get; init; }
}

/// <summary>The lines without the amount.</summary>
[DataSchema]
public sealed partial record PricelessLine
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }

    public required string Customer { get; init; }

    public string? Coupon { get; init; }
}
