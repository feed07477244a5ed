using Microsoft.Extensions.Hosting;

namespace DataMesh;

/// <summary>Registers the application's products when the host starts. A store that is away delays it; it never stops the application from starting.</summary>
internal sealed class RegistrationService(MeshRuntime runtime) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!runtime.DeclaresProducts)
            return;
        TimeSpan delay = FirstDelay;
        bool logged = false;
        while (true)
        {
            try
            {
                await runtime.RegisterAsync(stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.StorageUnavailable or DataMeshErrorKind.StorageDenied or DataMeshErrorKind.StorageFull || error.IsTransient)
            {
                if (!logged)
                    Log.RegistrationDelayed(runtime.Services.Logger, error);
                logged = true;
            }
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), runtime.Services.Time, stoppingToken).ConfigureAwait(false);
            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
        }
    }
}
