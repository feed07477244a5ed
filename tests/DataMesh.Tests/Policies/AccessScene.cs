using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Policies;

/// <summary>A product with two offers, its stewards, and consumers that have nothing yet, on a real folder.</summary>
internal sealed class AccessScene : IDisposable
{
    public const string Port = "sales/customers/current";

    public static readonly ProductName Product = "sales/customers";

    /// <summary>What is offered for campaigns: people of Graz, without scores.</summary>
    public const string Regional = "regional";

    public static readonly MeshPrincipal Steward = new() { Name = "sue", Kind = PrincipalKind.User, Domain = "sales", Roles = ["sales-steward"] };

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly MeshFolder _folder = new();

    public MovableTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>A node that declares the product.</summary>
    public Mesh Producer(Action<OutputPortBuilder<Customer>>? more = null) => Open(m => m.AddDomain("sales", sales => sales
        .OwnedBy("owner@sales.example")
        .AddProduct("customers", product => product
            .Describe("Who buys.")
            .Stewards(new Recipients { Roles = ["sales-steward"] })
            .Purpose("campaigns")
            .Purpose("mailings", under: "campaigns")
            .Output<Customer>("current", port =>
            {
                port.Offer(Regional, o => o.For("campaigns").Rows(c => c.City == "Graz").Exclude(c => c.Score).MaximumTerm(TimeSpan.FromDays(90)));
                port.Offer("whole", o => o.For("audit"));
                more?.Invoke(port);
            }))));

    /// <summary>A node of its own, as another process has one.</summary>
    public Mesh Open(Action<IDataMeshBuilder>? configure = null) => _folder.Open(m =>
    {
        configure?.Invoke(m);
        m.Services.AddSingleton<TimeProvider>(Time).AddSingleton<ILoggerFactory>(Log);
    });

    /// <summary>A node that declares the product and has published three customers.</summary>
    public async Task<Mesh> PublishedAsync(Action<OutputPortBuilder<Customer>>? more = null)
    {
        Mesh mesh = Producer(more);
        await mesh.Output<Customer>(Port).PublishAsync(
            [
                new() { Id = Guid.NewGuid(), City = "Graz", Email = "ann@example.com", Score = 7 },
                new() { Id = Guid.NewGuid(), City = "Graz", Email = "bob@example.com" },
                new() { Id = Guid.NewGuid(), City = "Bonn", Email = "cat@example.com" },
            ],
            cancellationToken: Cancel);
        return mesh;
    }

    /// <summary>Asks for campaigns as marketing and approves as the product.</summary>
    public static async Task<AccessAgreement> AgreeAsync(Mesh mesh, AccessApproval? approval = null)
    {
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        return await mesh.Access.ApproveAsync(Product, request.Id, approval, Cancel);
    }

    /// <summary>What a reader gets: a line of text per row, in no particular order.</summary>
    public static async Task<string[]> ReadAsync(IDataMesh reader, Purpose purpose)
    {
        IInputPort port = await reader.OpenAsync(Port, purpose, Cancel);
        return await RowTexts.OfAsync(port.ReadBatchesAsync(cancellationToken: Cancel));
    }
}
