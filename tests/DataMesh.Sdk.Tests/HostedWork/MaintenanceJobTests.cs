using static DataMesh.Tests.HostedWork.Scene;

namespace DataMesh.Tests.HostedWork;

/// <summary>When a host maintains a port, and which of its replicas does.</summary>
public sealed class MaintenanceJobTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Each_day_one_of_the_replicas_maintains_the_port()
    {
        MaintenanceJob[] replicas = [Job("one"), Job("two"), Job("three")];
        for (int day = 1; day <= 3; day++)
        {
            await Task.WhenAll(replicas.Select(r => r.TickAsync(Cancel)));
            foreach (MaintenanceJob replica in replicas)
                Assert.Equal(TimeSpan.FromDays(1), await replica.TickAsync(Cancel));
            Assert.Equal(day, _scene.Tables.Maintained);

            _scene.Time.Move(TimeSpan.FromHours(23));
            Assert.Equal(TimeSpan.FromHours(1), await replicas[0].TickAsync(Cancel));
            Assert.Equal(day, _scene.Tables.Maintained);
            _scene.Time.Move(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task What_failed_is_not_done_and_the_next_replica_takes_it()
    {
        MaintenanceJob one = Job("one"), two = Job("two");
        _scene.Tables.Failure = new DataMeshException(DataMeshErrorKind.StorageUnavailable, "The store is away.");
        await Assert.ThrowsAsync<DataMeshException>(() => one.TickAsync(Cancel));
        _scene.Tables.Failure = null;

        await two.TickAsync(Cancel);

        Assert.Equal(1, _scene.Tables.Maintained);
    }

    private MaintenanceJob Job(string node)
    {
        MeshRuntime runtime = _scene.Replica().Runtime;
        return new MaintenanceJob(runtime, runtime.FindOutput(Sold), _scene.Options, node);
    }
}
