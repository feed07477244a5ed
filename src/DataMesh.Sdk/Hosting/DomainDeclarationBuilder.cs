using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

internal sealed class DomainDeclarationBuilder(IDataMeshBuilder builder, DomainName domain) : DomainBuilder
{
    private readonly List<ProductDeclarationBuilder> _products = [];
    private string? _owner;

    public override DomainBuilder OwnedBy(string owner)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        _owner = owner;
        return this;
    }

    public override DomainBuilder AddProduct(string name, Action<ProductBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ProductDeclarationBuilder product = new(builder.Services, new ProductName(domain, name));
        configure(product);
        _products.Add(product);
        return this;
    }

    internal void Complete()
    {
        foreach (ProductDeclarationBuilder product in _products)
            builder.Services.AddSingleton(product.Build(_owner));
    }
}
