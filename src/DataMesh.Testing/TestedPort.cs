using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Testing;

/// <summary>A declared port as a catalog would give it: its policy checked, bound to fields, and read back from its stored form.</summary>
internal sealed class TestedPort
{
    private const string Memory = "memory";

    private readonly PortBinding _port;
    private readonly Schema _stored;

    private TestedPort(PortBinding port, Schema stored) => (_port, _stored) = (port, stored);

    public ProductId Product => _port.Product.Descriptor.Id;

    /// <summary>The names of the port's offers.</summary>
    public IReadOnlyList<string> Offers => [.. PolicyEvaluation.FindPolicy(_port)!.Offers.Select(o => o.Name)];

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: registration would refuse it.</exception>
    public static TestedPort Declare<T>(PortName name, Action<OutputPortBuilder<T>> configurePort, Action<ProductBuilder>? configureProduct)
        where T : IDataSchema<T>
    {
        ProductDeclarationBuilder builder = new(new ServiceCollection(), name.Product);
        configureProduct?.Invoke(builder);
        builder.Output(name.Port, configurePort);
        ProductDeclaration product = builder.Build(owner: null);
        PortDeclaration port = product.Outputs[^1];
        Schema stored = new(port.Schema.Properties.Select((p, i) => ArrowFields.Create(p.Name, p.Type, !p.Required, fieldId: i + 1)), null);
        ProductRegistration registration = Register(product, port, stored);
        return new TestedPort(PortBinding.Find(registration, new PortReference(name, port.Version.Major))!, stored);
    }

    /// <summary>What the shipped code decides, and what that means for the stored columns.</summary>
    public TestedDecision Decide(ReaderTerms terms)
    {
        DateTimeOffset now = terms.Moment ?? TimeProvider.System.GetUtcNow();
        AccessDecision decision = new PolicyEvaluation(_port, terms.Principal, terms.Purpose, terms.Region, now).Decide(terms.Offer);
        if (!decision.IsAllowed)
            return new TestedDecision(_port, terms, decision, plan: null, MaskKeys.None, now);
        MaskKeys keys = Completed(MaskKeys.FindAsync(TestKeys.Provider, _port, decision, NullLogger.Instance, CancellationToken.None).AsTask());
        return new TestedDecision(_port, terms, decision, AccessPlanner.Plan(_port, decision, _stored, _stored, keys.Missing, now), keys, now);
    }

    private static ProductRegistration Register(ProductDeclaration product, PortDeclaration port, Schema stored)
    {
        ProductId id = IdentityOf(product.Name);
        DataContract contract = new() { Port = port.Name, Version = port.Version, Description = port.Description, Schema = port.Schema, Mode = port.Mode, Partitioning = port.Partitioning };
        PolicyDocument policy = new() { Epoch = 1, Product = id, Stewards = product.Stewards, Purposes = product.Purposes, Ports = [Bind(contract, port.Policy, stored)] };
        return new ProductRegistration
        {
            Head = 1,
            Descriptor = new DataProductDescriptor
            {
                Id = id,
                Name = product.Name,
                OutputPorts = [new OutputPortDescriptor { Name = port.Name.Port, Version = port.Version, TablePath = Memory, Format = Memory }],
            },
            Contracts = [contract],
            Policy = Reread(policy),
            Store = new InMemoryObjectStore(),
        };
    }

    private static PortPolicy Bind(DataContract contract, PortPolicy policy, Schema stored)
    {
        PortDefinition definition = new()
        {
            Contract = contract,
            Policy = policy,
            TableFormat = Memory,
            CreateTable = (_, _, _, _) => Task.FromResult(stored),
            LoadTable = (_, _) => Task.FromResult(stored),
            EvolveTable = (_, _, _) => Task.CompletedTask,
        };
        return Completed(new PortPolicyBuilder(definition, _ => Task.FromResult(stored)).BuildAsync(stored: null, sameColumns: false, CancellationToken.None));
    }

    // Readers enforce what is stored, so what a test asks is what comes back.
    private static PolicyDocument Reread(PolicyDocument policy) =>
        PolicyDocumentYaml.Read(YamlParser.Parse("policy", YamlText.Write("policy", PolicyDocumentYaml.Write(policy))));

    private static ProductId IdentityOf(ProductName name) => new(Guid.Empty, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())).AsSpan(0, 16)));

    // The table and the keys lie in memory: nothing here waits.
    private static TResult Completed<TResult>(Task<TResult> call) => call.GetAwaiter().GetResult();
}
