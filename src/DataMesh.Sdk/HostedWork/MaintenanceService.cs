using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DataMesh;

/// <summary>Maintains the declared ports, for as long as the host runs.</summary>
internal sealed class MaintenanceService(MeshRuntime runtime, IOptions<HostedWorkOptions> options) : BackgroundService
{
    private readonly HostedWorkOptions _options = options.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string node = $"{Environment.MachineName}/{Guid.CreateVersion7():N}";
        return !_options.Maintains || !runtime.Services.Tables.Capabilities.Maintenance ? Task.CompletedTask
            : Task.WhenAll(runtime.DeclaredPorts.Select(p => new MaintenanceJob(runtime, p, _options, node).RunAsync(stoppingToken)));
    }
}
