using System.Diagnostics;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.BadInput;

/// <summary>A real file system that fills up in the middle of an operation, at points that move on by a page: data, manifests, metadata.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Port = "plant/sensors/rows";
    private const int Page = 4096, MostPoints = 60;

    /// <summary>Set to leave these tests out where they cannot run: they mount a small file system, which Linux lets only root do.</summary>
    private const string LeaveOut = "DATAMESH_WITHOUT_MOUNT";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datamesh-full-");
    private readonly MovableTime _time = new();
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", _folder.FullName) == 0;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_folder.FullName, "mesh");

    private string Ballast => Path.Combine(_folder.FullName, "ballast");

    [Theory]
    [InlineData("append")]
    [InlineData("replace")]
    [InlineData("upsert")]
    [InlineData("delete")]
    [InlineData("compact")]
    [InlineData("sort")]
    public async Task Wherever_the_disk_is_full_the_state_is_old_or_new_and_the_same_again_succeeds_once_when_there_is_room(string operation)
    {
        DemandMount();
        await using Mesh mesh = Mesh.Create(Root, m => Declare(m, operation));
        IOutputPort<CrashRow> port = mesh.Output<CrashRow>(Port);
        await mesh.RegisterAsync(Cancel);
        int refused = 0, inARow = 0;
        for (int point = 0; point < MostPoints && inARow < 2; point++)
        {
            await PrepareAsync(port, operation, point);
            List<string> before = await RowsAsync(mesh), after = After(before, operation, point);
            FillTo(point * Page);

            Exception? error = await AttemptAsync(() => RunAsync(port, operation, point));

            if (error is not null)
            {
                refused++;
                Assert.True(error is DataMeshException { Kind: DataMeshErrorKind.StorageFull }, $"{operation} with {point} pages left: {error}");
            }
            inARow = error is null && point > 0 ? inARow + 1 : 0;
            List<string> found = await RowsAsync(mesh);
            Assert.True(found.SequenceEqual(after) || (error is not null && found.SequenceEqual(before)), $"{operation} with {point} pages left: {found.Count} rows, {before.Count} before and {after.Count} after.");
            File.Delete(Ballast);
            int snapshots = await port.LogAsync(Cancel).CountAsync(Cancel);
            bool wasDone = found.SequenceEqual(after) && !before.SequenceEqual(after);
            bool repeated = await RunAsync(port, operation, point);
            Assert.Equal(after, await RowsAsync(mesh));
            Assert.True(operation is "compact" or "sort" || repeated == wasDone, $"{operation} with {point} pages left took effect {(repeated ? "never" : "twice")}.");
            Assert.True(operation is "compact" or "sort" || await port.LogAsync(Cancel).CountAsync(Cancel) == snapshots + (wasDone ? 0 : 1));
            await NothingIsLeftAsync(port, $"{operation} with {point} pages left");
        }
        Assert.True(refused > 3, $"Only {refused} points of '{operation}' met the full disk.");
        Assert.True(inARow == 2, $"'{operation}' never had room enough.");
        TestContext.Current.TestOutputHelper?.WriteLine("{0} points met the full disk", refused);
    }

    [Fact]
    public async Task A_publish_that_is_larger_than_the_disk_succeeds_under_its_key_when_there_is_room()
    {
        DemandMount();
        await using Mesh mesh = Mesh.Create(Root, m => Declare(m, "append"));
        IOutputPort<CrashRow> port = mesh.Output<CrashRow>(Port);
        PublishOptions options = new() { IdempotencyKey = "the large one" };
        await port.PublishAsync(Rows(0, 100, 1), cancellationToken: Cancel);
        string[] before = Files();

        DataMeshException full = await Assert.ThrowsAsync<DataMeshException>(() => port.PublishAsync(Large(), options, Cancel));

        Assert.Equal(DataMeshErrorKind.StorageFull, full.Kind);
        Assert.Equal(100, (await RowsAsync(mesh)).Count);
        Assert.Equal(before, Files());
        Assert.Equal(0, Run("mount", "-o", "remount,size=96m", _folder.FullName));
        PublishResult published = await port.PublishAsync(Large(), options, Cancel);
        Assert.Equal((false, 900_000), (published.WasAlreadyPublished, published.RowsPublished));
        Assert.True((await port.PublishAsync(Rows(0, 1, 1), options, Cancel)).WasAlreadyPublished);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", "-l", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    // What is not tested must be said, not be green.
    private void DemandMount()
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "A file system of some megabytes is mounted on Linux only.");
        Assert.SkipWhen(!_mounted && Environment.GetEnvironmentVariable(LeaveOut) == "1", $"{LeaveOut} is 1: no small file system is mounted, so nothing is known of full disks.");
        Assert.True(_mounted, $"Cannot mount a small file system: run the tests as root or in a container with CAP_SYS_ADMIN, or set {LeaveOut}=1 to leave these tests out knowingly.");
    }

    private void Declare(IDataMeshBuilder mesh, string operation)
    {
        mesh.Services.AddSingleton<TimeProvider>(_time);
        mesh.AddProduct<CrashRow>(Port, p =>
        {
            p.Mode(operation switch { "replace" => PublishMode.Replace, "upsert" or "delete" => PublishMode.Upsert, _ => PublishMode.Append });
            if (operation == "sort")
                p.SortBy(r => r.Id, descending: true);
        });
    }

    private static async Task PrepareAsync(IOutputPort<CrashRow> port, string operation, int point)
    {
        if (operation is "compact" or "sort")
            for (int i = 0; i < 4; i++)
                await port.PublishAsync(Rows(point * 1_000 + i * 100, 100, point), cancellationToken: Cancel);
        else if (operation is "delete")
            await port.PublishAsync(Rows(0, 400, point), cancellationToken: Cancel);
        else if (point == 0)
            await port.PublishAsync(Rows(0, 400, 0), cancellationToken: Cancel);
    }

    // True when it was done before.
    private static async Task<bool> RunAsync(IOutputPort<CrashRow> port, string operation, int point)
    {
        PublishOptions options = new() { IdempotencyKey = $"{operation} {point}" };
        return operation switch
        {
            "append" => (await port.PublishAsync(Rows(1_000 + point * 200, 200, point), options, Cancel)).WasAlreadyPublished,
            "replace" => (await port.PublishAsync(Rows(point + 1, 400, point + 1), options, Cancel)).WasAlreadyPublished,
            "upsert" => (await port.PublishAsync(Rows(100 + point, 400, point + 1), options, Cancel)).WasAlreadyPublished,
            "delete" => (await port.DeleteAsync(Filter.Between("id", 10L, 100L + point), options, Cancel)).WasAlreadyPublished,
            _ => (await port.MaintainAsync(cancellationToken: Cancel)).CompactedFiles < 0,
        };
    }

    private static List<string> After(List<string> before, string operation, int point) => operation switch
    {
        "append" => Ordered(before.Concat(Text(Rows(1_000 + point * 200, 200, point)))),
        "replace" => Ordered(Text(Rows(point + 1, 400, point + 1))),
        "upsert" => Ordered(before.Where(r => IdOf(r) < 100 + point || IdOf(r) >= 500 + point).Concat(Text(Rows(100 + point, 400, point + 1)))),
        "delete" => Ordered(before.Where(r => IdOf(r) is < 10 || IdOf(r) > 100 + point)),
        _ => before,
    };

    // After everything but the current state has expired, and after a time in which no publish can be under way.
    private async Task NothingIsLeftAsync(IOutputPort<CrashRow> port, string where)
    {
        _time.Move(TimeSpan.FromDays(2));
        await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, SmallFileBytes = 0, SortMemoryBytes = 0 }, Cancel);
        StoredTable table = new(Root, Port);
        string[] stored = Directory.GetFiles(Path.Combine(table.Folder, "data"), "*", SearchOption.AllDirectories);
        Assert.True((await table.FilesAsync()).Order(StringComparer.Ordinal).SequenceEqual(stored.Order(StringComparer.Ordinal)), $"{where}: {stored.Length} data files, {(await table.FilesAsync()).Count} of them read by the table.");
        Assert.True(Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "*.avro").Length <= 12, $"{where}: manifests are left.");
        Assert.DoesNotContain(Files(), f => Path.GetFileName(Path.GetDirectoryName(f))!.StartsWith('.') && Guid.TryParse(Path.GetFileName(f), out _));
    }

    private void FillTo(long free)
    {
        byte[] zeros = new byte[Page];
        using FileStream file = new(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (long available = new DriveInfo(_folder.FullName).AvailableFreeSpace; available > free; available -= Page)
            file.Write(zeros);
    }

    private static async Task<Exception?> AttemptAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error;
        }
    }

    private static IEnumerable<CrashRow> Rows(long first, int count, long operation) => Enumerable.Range(0, count).Select(i => new CrashRow { Id = first + i, Operation = operation });

    private static IEnumerable<CrashRow> Large()
    {
        Random random = new(1);
        for (int i = 0; i < 900_000; i++)
            yield return new CrashRow { Id = random.NextInt64(), Operation = i };
    }

    private static async Task<List<string>> RowsAsync(Mesh mesh) => Ordered(Text(await Streams.ToListAsync((await mesh.OpenAsync<CrashRow>(Port, cancellationToken: Cancel)).ReadAsync(Cancel))));

    private static IEnumerable<string> Text(IEnumerable<CrashRow> rows) => rows.Select(r => $"{r.Id} {r.Operation}");

    private static long IdOf(string row) => long.Parse(row.AsSpan(0, row.IndexOf(' ', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Ordered(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
