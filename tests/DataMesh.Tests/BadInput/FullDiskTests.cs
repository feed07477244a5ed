using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.BadInput;

/// <summary>A real file system that fills up in the middle of a publish.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Port = "plant/sensors/readings";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datamesh-full-");
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder.FullName) == 0;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PublishMode.Append)]
    [InlineData(PublishMode.Replace)]
    public async Task A_publish_that_finds_the_disk_full_leaves_nothing_and_succeeds_under_its_key_when_there_is_room(PublishMode mode)
    {
        Assert.SkipUnless(_mounted, "Mounting a small file system needs root on Linux (run the tests as root, for example in a container with CAP_SYS_ADMIN).");
        await using Mesh mesh = Mesh.Create(_folder.FullName, m => m.AddProduct<Reading>(Port, p => p.Mode(mode)));
        IOutputPort<Reading> output = mesh.Output<Reading>(Port);
        PublishOptions options = new() { IdempotencyKey = "the large one" };
        await output.PublishAsync(Readings(100), cancellationToken: Cancel);
        string[] before = Files();

        DataMeshException full = await Assert.ThrowsAsync<DataMeshException>(() => output.PublishAsync(Readings(600_000), options, Cancel));

        Assert.Equal(DataMeshErrorKind.StorageFull, full.Kind);
        Assert.Equal(100, await CountAsync(mesh));
        Assert.Equal(before, Files());

        Assert.Equal(0, Run("mount", "-o", "remount,size=64m", _folder.FullName));
        PublishResult published = await output.PublishAsync(Readings(600_000), options, Cancel);

        Assert.False(published.WasAlreadyPublished);
        Assert.Equal(600_000, published.RowsPublished);
        Assert.Equal(mode == PublishMode.Append ? 600_100 : 600_000, await CountAsync(mesh));
        Assert.True((await output.PublishAsync(Readings(1), options, Cancel)).WasAlreadyPublished);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    private static IEnumerable<Reading> Readings(int count)
    {
        Random random = new(1);
        for (int i = 0; i < count; i++)
            yield return new Reading { At = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Sensor = $"s{i % 10}", Celsius = random.NextDouble() * 100 };
    }

    private static async Task<long> CountAsync(Mesh mesh) =>
        await Streams.CountAsync((await mesh.OpenAsync(Port, cancellationToken: Cancel)).ReadBatchesAsync(cancellationToken: Cancel));

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
