using DataMesh;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Declares what a mesh node owns and who it is.</summary>
public static class DataMeshBuilderExtensions
{
    /// <summary>Says who the process is: the principal of every read that does not go through <see cref="IDataMesh.As"/>.</summary>
    /// <exception cref="InvalidOperationException">It was said before.</exception>
    public static IDataMeshBuilder RunAs(this IDataMeshBuilder builder, MeshPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(principal);
        return builder.Use(nameof(RunAs), _ => new DefaultPrincipal(principal));
    }

    /// <summary>Says which environment the process runs in. A root of another environment is refused. Default: whichever the root says; a new root then says none.</summary>
    /// <exception cref="InvalidOperationException">It was said before.</exception>
    public static IDataMeshBuilder UseEnvironment(this IDataMeshBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!DomainName.TryParse(name, null, out _))
            throw new ArgumentException($"'{name}' is not an environment name: expected a lower-case letter followed by up to 62 letters, digits or hyphens.", nameof(name));
        return builder.Use(nameof(UseEnvironment), _ => new MeshEnvironment(name));
    }

    /// <summary>Says in which region the process runs, for grants that hold in some regions only. Default: where the root says its data lies.</summary>
    /// <exception cref="InvalidOperationException">It was said before.</exception>
    public static IDataMeshBuilder UseRegion(this IDataMeshBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!DomainName.TryParse(name, null, out _))
            throw new ArgumentException($"'{name}' is not the name of a region: expected a lower-case letter followed by up to 62 letters, digits or hyphens.", nameof(name));
        return builder.Use(nameof(UseRegion), _ => new MeshRegion(name));
    }

    /// <summary>Gives the keys of keyed hashes: one for each scope, derived from a master key that is given here and stored nowhere in the mesh.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="masterKey">At least 32 random bytes, from a secret store; the same in every process that reads, for as long as hashes are to be joined.</param>
    /// <exception cref="ArgumentException">The key is shorter.</exception>
    /// <exception cref="InvalidOperationException">Keys were given before.</exception>
    public static IDataMeshBuilder UseMaskKeys(this IDataMeshBuilder builder, ReadOnlyMemory<byte> masterKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DerivedMaskKeys keys = new(masterKey);
        return builder.Use<IMaskKeyProvider>(nameof(UseMaskKeys), _ => keys);
    }

    /// <summary>Gives the keys of keyed hashes by a provider, for example over a key vault; created with the first read.</summary>
    /// <exception cref="InvalidOperationException">Keys were given before.</exception>
    public static IDataMeshBuilder UseMaskKeys(this IDataMeshBuilder builder, Func<IServiceProvider, IMaskKeyProvider> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(nameof(UseMaskKeys), create);
    }

    /// <summary>Seals cursors with a key, so that who holds one can neither read nor make one. Needed where cursors leave the process to people who cannot read the root themselves.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="key">At least 32 random bytes, from a secret store; the same in every process that gives out or takes cursors. Under another key they are refused.</param>
    /// <exception cref="ArgumentException">The key is shorter.</exception>
    /// <exception cref="InvalidOperationException">A key was given before.</exception>
    public static IDataMeshBuilder UseCursorKey(this IDataMeshBuilder builder, ReadOnlyMemory<byte> key)
    {
        ArgumentNullException.ThrowIfNull(builder);
        CursorKey sealing = new(key);
        return builder.Use(nameof(UseCursorKey), _ => sealing);
    }

    /// <summary>Keeps the cursors of <see cref="IDataMesh.Cursors"/> elsewhere than in the consumer's prefix of the root: in the database that changes are applied to, for example.</summary>
    /// <exception cref="InvalidOperationException">A store was given before.</exception>
    public static IDataMeshBuilder UseChangeCursors(this IDataMeshBuilder builder, Func<IServiceProvider, IChangeCursorStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(nameof(UseChangeCursors), create);
    }

    /// <summary>Sets the budget that all stages share.</summary>
    public static IDataMeshBuilder ConfigureLimits(this IDataMeshBuilder builder, Action<MeshLimits> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Sets what a host does for the declared ports by itself: maintenance of all, and refreshes of derived ones.</summary>
    public static IDataMeshBuilder ConfigureHostedWork(this IDataMeshBuilder builder, Action<HostedWorkOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Sets how decisions about reads are recorded. Further places for records: register an <see cref="AuditSink"/> with the services.</summary>
    public static IDataMeshBuilder ConfigureAudit(this IDataMeshBuilder builder, Action<AuditOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Declares a domain and its products.</summary>
    public static IDataMeshBuilder AddDomain(this IDataMeshBuilder builder, DomainName name, Action<DomainBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        DomainDeclarationBuilder domain = new(builder, name);
        configure(domain);
        domain.Complete();
        return builder;
    }

    /// <summary>Declares a product with one output port, the common case: <c>AddProduct&lt;OrderLine&gt;("sales/orders/lines", p => …)</c>.</summary>
    public static IDataMeshBuilder AddProduct<T>(this IDataMeshBuilder builder, PortName port, Action<OutputPortBuilder<T>> configure)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddDomain(port.Product.Domain, domain => domain.AddProduct(port.Product.Product, product => product.Output(port.Port, configure)));
    }

    /// <summary>Makes another product's port injectable as <see cref="IInputPort{T}"/>, read by the process's principal. Nothing is opened before the first read.</summary>
    public static IDataMeshBuilder AddInput<T>(this IDataMeshBuilder builder, PortReference source, Purpose purpose = default)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(s => s.ImplementationInstance is InjectableInput other && other.Record == typeof(T) && other.Key == source.Port.ToString()))
            throw new InvalidOperationException($"AddInput<{typeof(T).Name}>(\"{source.Port}\") is called twice: an input is injected by its port's name. Read it a second time with OpenAsync, or with another record.");
        builder.Services.AddKeyedSingleton<IInputPort<T>>(source.Port.ToString(), (provider, _) =>
            new InputPort<T>(provider.GetRequiredService<MeshRuntime>(), source, provider.GetService<DefaultPrincipal>()?.Value, purpose));
        builder.Services.AddSingleton(new InjectableInput(typeof(T), source.Port.ToString(), (runtime, principal) => new InputPort<T>(runtime, source, principal, purpose)));
        builder.Services.TryAddScoped(TransformationInputs.Resolve<T>);
        return builder;
    }

    /// <summary>Opens every declared input when the host starts, those of <see cref="AddInput{T}"/> and those of products, and lets the host fail with all mismatches at once.</summary>
    /// <remarks>Also an input that is absent, denied or retired stops the start. A store that cannot be reached does not: that is logged, and reads say it again. Without a host, <see cref="IDataMesh.OpenAsync{T}"/> says the same of one input.</remarks>
    public static IDataMeshBuilder ValidateOnStart(this IDataMeshBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ExpectationCheck>(services =>
            new ExpectationCheck(services.GetRequiredService<MeshRuntime>(), services.GetServices<InjectableInput>(), services.GetService<DefaultPrincipal>())));
        return builder;
    }
}
