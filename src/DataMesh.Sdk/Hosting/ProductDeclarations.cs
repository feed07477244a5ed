namespace DataMesh;

/// <summary>The products that an application declares.</summary>
internal static class ProductDeclarations
{
    /// <exception cref="InvalidOperationException">A product is declared twice.</exception>
    public static Dictionary<ProductName, ProductDeclaration> Index(IEnumerable<ProductDeclaration> declared)
    {
        Dictionary<ProductName, ProductDeclaration> index = [];
        foreach (ProductDeclaration product in declared)
            if (!index.TryAdd(product.Name, product))
                throw new InvalidOperationException(
                    $"The product '{product.Name}' is declared twice, with the ports '{Ports(index[product.Name])}' and '{Ports(product)}': declare all its ports in one AddProduct inside AddDomain.");
        return index;

        static string Ports(ProductDeclaration product) => string.Join("', '", product.Outputs.Select(o => o.Name));
    }
}
