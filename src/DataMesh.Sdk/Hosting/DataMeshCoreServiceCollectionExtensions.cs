using DataMesh;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a mesh without choosing formats: for applications that reference the packages they need one by one.</summary>
public static class DataMeshCoreServiceCollectionExtensions
{
    /// <summary>Adds the mesh; the application fills the slots for store, file format and table format by <c>Use…</c> calls. Safe to call more than once.</summary>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDataMeshCore(this IServiceCollection services, Action<IDataMeshBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ContractRehearsal.Begin();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MeshLimits>();
        services.TryAddSingleton<IValidateOptions<MeshLimits>, MeshLimitsValidator>();
        services.AddOptions<AuditOptions>();
        services.TryAddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.TryAddSingleton(CreateRuntime);
        services.TryAddSingleton<IDataMesh>(provider => new MeshNode(provider.GetRequiredService<MeshRuntime>(), provider.GetService<DefaultPrincipal>()?.Value));
        services.TryAddScoped<TransformationInputs>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RegistrationService>());
        services.AddOptions<HostedWorkOptions>();
        services.TryAddSingleton<IValidateOptions<HostedWorkOptions>, HostedWorkOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RefreshService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MaintenanceService>());
        configure(new DataMeshBuilder(services));
        return services;
    }

    private static MeshRuntime CreateRuntime(IServiceProvider provider)
    {
        ObjectStore store = Slot<ObjectStore>(provider, "a store", "UseLocalFiles");
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        ILogger logger = (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(DataMeshTelemetry.SourceName);
        MeshServices services = new()
        {
            Store = store,
            Tables = Slot<TableFormat>(provider, "a table format", "UseInMemory"),
            Queries = provider.GetService<QueryEngine>(),
            PolicyEngines = [.. provider.GetServices<PolicyEngine>()],
            Limits = provider.GetRequiredService<IOptions<MeshLimits>>().Value,
            Audit = new AuditTrail(new AuditFolder(store, time), [.. provider.GetServices<AuditSink>()], provider.GetRequiredService<IOptions<AuditOptions>>().Value, time, logger),
            Time = time,
            Logger = logger,
            Environment = provider.GetService<MeshEnvironment>()?.Name,
            Region = provider.GetService<MeshRegion>()?.Name,
            MaskKeys = provider.GetService<IMaskKeyProvider>(),
            CursorKey = provider.GetService<CursorKey>()?.Value,
            Cursors = provider.GetService<IChangeCursorStore>(),
            Scopes = provider.GetRequiredService<IServiceScopeFactory>(),
        };
        return new MeshRuntime(services, provider.GetServices<ProductDeclaration>());
    }

    private static T Slot<T>(IServiceProvider provider, string what, string example)
        where T : class =>
        provider.GetService<T>() ?? throw new DataMeshException(DataMeshErrorKind.InvalidConfiguration,
            $"The mesh has no {typeof(T).Name}: AddDataMeshCore leaves {what} to the application. Call a Use method of a package that provides one, for example {example}(…), or use AddDataMesh of the package DataMesh.");
}
