using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataMesh;

internal sealed class ProductDeclarationBuilder(IServiceCollection services, ProductName name) : ProductBuilder
{
    private readonly List<string> _tags = [];
    private readonly List<InputDeclaration> _inputs = [];
    private readonly List<PortDeclaration> _outputs = [];
    private readonly List<PurposeDefinition> _purposes = [];
    private Recipients? _stewards;
    private string? _description;
    private ProductArchetype? _archetype;

    public override ProductBuilder Describe(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _description = description;
        return this;
    }

    public override ProductBuilder Tag(params ReadOnlySpan<string> tags)
    {
        foreach (string tag in tags)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(tag, nameof(tags));
            _tags.Add(tag);
        }
        return this;
    }

    public override ProductBuilder Archetype(ProductArchetype archetype)
    {
        _archetype = archetype;
        return this;
    }

    public override ProductBuilder Input<T>(PortReference source, string? name = null, Purpose purpose = default)
    {
        InputDeclaration<T> input = new(name ?? source.Port.Port.Replace('-', '_'), source, purpose);
        if (_inputs.Any(i => string.Equals(i.Name, input.Name, StringComparison.Ordinal)))
            throw new ArgumentException($"The product '{ProductName}' declares two inputs named '{input.Name}': pass a name for one of them.", nameof(name));
        _inputs.Add(input);
        services.TryAddScoped(TransformationInputs.Resolve<T>);
        return this;
    }

    public override ProductBuilder Stewards(Recipients stewards)
    {
        ArgumentNullException.ThrowIfNull(stewards);
        if (_stewards is not null)
            throw new InvalidOperationException($"The product '{ProductName}' names its stewards twice: call Stewards once, with all of them.");
        _stewards = stewards;
        return this;
    }

    public override ProductBuilder Purpose(Purpose name, Purpose under = default, string? description = null)
    {
        if (name.IsNone)
            throw new ArgumentException("The default Purpose states none.", nameof(name));
        _purposes.Add(new PurposeDefinition { Purpose = name, Parent = under, Description = description });
        return this;
    }

    public override ProductBuilder Output<T>(string name, Action<OutputPortBuilder<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        PortDeclarationBuilder<T> port = new(new PortName(ProductName, name));
        configure(port);
        PortDeclaration<T> declaration = port.Build();
        if (_outputs.Any(o => o.Name == declaration.Name && o.Version.Major == declaration.Version.Major))
            throw new ArgumentException($"The port '{declaration.Name}' is declared twice in major version {declaration.Version.Major}: remove one declaration or give it another major version.", nameof(name));
        if (_outputs.Any(o => o.Name == declaration.Name && o.Record == typeof(T)))
            throw new ArgumentException($"The port '{declaration.Name}' is declared in two major versions with the record '{typeof(T).Name}': give each major version a record of its own, since the record says which one is published.", nameof(configure));
        _outputs.Add(declaration);
        OutputPortServices.Add(services, declaration);
        return this;
    }

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: a policy contradicts itself or a contract.</exception>
    internal ProductDeclaration Build(string? owner)
    {
        ProductDeclaration declaration = new()
        {
            Name = ProductName,
            Description = _description ?? (_outputs.Count == 1 ? _outputs[0].Description : null),
            Owner = owner,
            Tags = [.. _tags],
            Archetype = _archetype ?? (_inputs.Count > 0 ? ProductArchetype.Aggregate : ProductArchetype.SourceAligned),
            Stewards = _stewards ?? Recipients.Nobody,
            Purposes = [.. _purposes],
            Inputs = [.. _inputs],
            Outputs = [.. _outputs],
        };
        foreach ((PortDeclaration port, RebuildRule rule) in _outputs.SelectMany(o => o.Rebuild.Select(r => (o, r))))
            if (_inputs.Count(rule.IsFor) != 1)
                throw new InvalidOperationException($"RebuildBy of '{port.Name}' means {_inputs.Count(rule.IsFor)} inputs of '{ProductName}': declare one of the record '{rule.Input.Name}' with Input, or name the one that is meant.");
        MajorRules.Check(_outputs);
        PolicyRules.Check(ProductName, declaration.Stewards, declaration.Purposes);
        foreach (PortDeclaration port in _outputs)
            PolicyRules.Check(port.Name, port.Policy, port.Schema, port.Partitioning, port.SortOrder);
        return declaration;
    }

    private ProductName ProductName { get; } = name;
}
