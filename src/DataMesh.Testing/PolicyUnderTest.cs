namespace DataMesh.Testing;

/// <summary>Takes the policy of a port under test, without a mesh: <c>PolicyUnderTest.Of&lt;Strike&gt;(port => port.Grant(…))</c>.</summary>
public static class PolicyUnderTest
{
    private static readonly PortName DefaultName = PortName.Parse("tested/policy/port");

    /// <summary>Declares a port as <c>AddProduct</c> and <c>Output</c> would, with the same checks.</summary>
    /// <typeparam name="T">The port's record.</typeparam>
    /// <param name="port">What the application passes to <c>AddProduct</c> or <c>Output</c>.</param>
    /// <param name="product">What the product says beside it: its tree of purposes, its stewards; null: nothing.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the policy would be refused at registration.</exception>
    public static PolicyUnderTest<T> Of<T>(Action<OutputPortBuilder<T>> port, Action<ProductBuilder>? product = null)
        where T : IDataSchema<T> => Of(DefaultName, port, product);

    /// <summary>Declares a port under its name, which decides the keys of its hashes and stands in messages.</summary>
    /// <typeparam name="T">The port's record.</typeparam>
    /// <param name="name">The port's name. Products of the same name have the same identity in every test.</param>
    /// <param name="port">What the application passes to <c>AddProduct</c> or <c>Output</c>.</param>
    /// <param name="product">What the product says beside it: its tree of purposes, its stewards; null: nothing.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the policy would be refused at registration.</exception>
    public static PolicyUnderTest<T> Of<T>(PortName name, Action<OutputPortBuilder<T>> port, Action<ProductBuilder>? product = null)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(port);
        return new PolicyUnderTest<T>(TestedPort.Declare(name, port, product));
    }
}

/// <summary>The policy of a port as it would be stored, ready to be asked who sees what. Immutable and thread-safe.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public sealed class PolicyUnderTest<T>
    where T : IDataSchema<T>
{
    private readonly TestedPort _port;

    internal PolicyUnderTest(TestedPort port) => _port = port;

    /// <summary>The identity of the product, for a principal of kind <see cref="PrincipalKind.Product"/>: it depends on the product's name only.</summary>
    public ProductId Product => _port.Product;

    /// <summary>Looks through the eyes of a principal: without a purpose, in no region, now.</summary>
    public ReaderUnderTest<T> For(MeshPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new ReaderUnderTest<T>(_port, new ReaderTerms { Principal = principal });
    }
}
