namespace DataMesh;

/// <summary>Declares a domain's products.</summary>
public abstract class DomainBuilder
{
    /// <summary>Says who answers for the domain's products, usually an e-mail address.</summary>
    public abstract DomainBuilder OwnedBy(string owner);

    /// <summary>Declares a product.</summary>
    /// <param name="name">The product's segment.</param>
    /// <param name="configure">Declares its ports.</param>
    public abstract DomainBuilder AddProduct(string name, Action<ProductBuilder> configure);
}
