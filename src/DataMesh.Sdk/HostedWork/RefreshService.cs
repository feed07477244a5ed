using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DataMesh;

/// <summary>Refreshes the derived ports that say when, for as long as the host runs.</summary>
internal sealed class RefreshService(MeshRuntime runtime, IOptions<HostedWorkOptions> options) : BackgroundService
{
    private readonly HostedWorkOptions _options = options.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string node = $"{Environment.MachineName}/{Guid.CreateVersion7():N}";
        return !_options.Refreshes ? Task.CompletedTask
            : Task.WhenAll(runtime.DeclaredPorts.Where(p => p.Refresh is not null).Select(p => new RefreshJob(runtime, p, _options, node).RunAsync(stoppingToken)));
    }
}
