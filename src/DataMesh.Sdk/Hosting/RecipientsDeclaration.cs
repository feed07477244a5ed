using System.Linq.Expressions;

namespace DataMesh;

/// <summary>What the builders of grants and rules collect alike: principals, and a condition on them.</summary>
internal sealed class RecipientsDeclaration
{
    private readonly List<DomainName> _domains = [];
    private readonly List<string> _roles = [];
    private readonly List<string> _users = [];
    private readonly List<ProductId> _products = [];
    private readonly List<Filter> _conditions = [];

    public Recipients Recipients => new()
    {
        Domains = [.. _domains],
        Roles = [.. _roles],
        Users = [.. _users],
        Products = [.. _products],
        When = _conditions.Count == 0 ? null : Filter.And(_conditions),
    };

    public void AddRole(string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        _roles.Add(role);
    }

    public void AddDomain(DomainName domain)
    {
        if (domain == default)
            throw new ArgumentException("The default DomainName names no domain.", nameof(domain));
        _domains.Add(domain);
    }

    public void AddUser(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _users.Add(name);
    }

    public void AddProduct(ProductId product)
    {
        if (product == default)
            throw new ArgumentException("The default ProductId names no product.", nameof(product));
        _products.Add(product);
    }

    public void When(Expression<Func<bool>> condition) => _conditions.Add(Filter.FromPolicy(condition));

    public void When(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _conditions.Add(filter);
    }
}
