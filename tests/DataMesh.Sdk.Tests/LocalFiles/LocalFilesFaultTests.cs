using System.Diagnostics;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.LocalFiles;

/// <summary>Real file systems that are full or read-only. Mounting needs root; without it, the tests say so and end.</summary>
public sealed class LocalFilesFaultTests : IDisposable
{
    private const string NeedsRoot = "Not verified: mounting a tmpfs needs root on Linux (run the tests as root, for example in a container with CAP_SYS_ADMIN).";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datamesh-faults-");
    private bool _mounted;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_StorageFull_and_nothing_becomes_visible()
    {
        if (!Mount("size=1m"))
            return;
        using LocalFilesObjectStore store = new(_folder.FullName);
        await store.WriteAllAsync("kept", new byte[1000], WriteCondition.IfAbsent, Token);

        foreach (WriteCondition condition in (WriteCondition[])[WriteCondition.IfAbsent, default])
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync("folder/large", new byte[2 << 20], condition, Token));
            Assert.Equal(DataMeshErrorKind.StorageFull, error.Kind);
            Assert.Contains("'folder/large'", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(["kept"], (await store.ListAsync("", null, Token).ToListAsync(Token)).Select(item => item.Path.ToString()));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.FullName, ".tmp")));
        await store.WriteAllAsync("folder/small", new byte[1000], WriteCondition.IfAbsent, Token);
    }

    [Fact]
    public async Task Many_small_writes_to_a_full_disk_are_StorageFull()
    {
        if (!Mount("size=1m"))
            return;
        using LocalFilesObjectStore store = new(_folder.FullName);
        ObjectUpload upload = await store.BeginUploadAsync("large", default, Token);

        DataMeshException error = Assert.Throws<DataMeshException>(() =>
        {
            for (int i = 0; i < 3000; i++)
                upload.Write(new byte[1000]);
        });
        Assert.Equal(DataMeshErrorKind.StorageFull, error.Kind);
        await upload.DisposeAsync();
        Assert.Null(await store.FindAsync("large", Token));
        await store.WriteAllAsync("small", new byte[1000], default, Token);
    }

    [Fact]
    public async Task No_room_for_another_file_is_StorageFull()
    {
        if (!Mount("size=1m,nr_inodes=5"))
            return;
        using LocalFilesObjectStore store = new(_folder.FullName);
        await store.WriteAllAsync("first", new byte[10], WriteCondition.IfAbsent, Token);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync("a/b/c/d/e/f", new byte[10], WriteCondition.IfAbsent, Token));

        Assert.Equal(DataMeshErrorKind.StorageFull, error.Kind);
        Assert.Equal(["first"], (await store.ListAsync("", null, Token).ToListAsync(Token)).Select(item => item.Path.ToString()));
    }

    [Fact]
    public async Task A_read_only_file_system_is_StorageDenied_and_still_readable()
    {
        if (!Mount("size=1m"))
            return;
        using LocalFilesObjectStore store = new(_folder.FullName);
        await store.WriteAllAsync("kept", new byte[1000], WriteCondition.IfAbsent, Token);
        ObjectUpload open = await store.BeginUploadAsync("late", WriteCondition.IfAbsent, Token);
        await open.DisposeAsync();
        Run("mount", "-o", "remount,ro", _folder.FullName);

        foreach (Func<Task> write in (Func<Task>[])[() => store.WriteAllAsync("new", new byte[1], default, Token), () => store.DeleteAsync("kept", Token)])
            Assert.Equal(DataMeshErrorKind.StorageDenied, (await Assert.ThrowsAsync<DataMeshException>(write)).Kind);

        Assert.Equal(1000, (await store.FindAsync("kept", Token))!.Length);
        Assert.Equal(1000, await store.ReadAsync("kept", 0, new byte[2000], Token));
    }

    [Fact]
    public async Task A_folder_on_another_file_system_below_the_root_is_refused()
    {
        string root = Path.Combine(_folder.FullName, "root"), below = Path.Combine(root, "mounted");
        Directory.CreateDirectory(below);
        if (!Mount("size=1m", below))
            return;
        try
        {
            using LocalFilesObjectStore store = new(root);
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync("mounted/object", new byte[1], WriteCondition.IfAbsent, Token));
            Assert.Equal(DataMeshErrorKind.InvalidConfiguration, error.Kind);
            Assert.Contains("another file system", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Run("umount", below);
            _mounted = false;
        }
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    private bool Mount(string options, string? folder = null)
    {
        _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder ?? _folder.FullName) == 0;
        if (!_mounted)
            TestContext.Current.TestOutputHelper?.WriteLine(NeedsRoot);
        return _mounted;
    }

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
