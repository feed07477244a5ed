using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.LocalFiles;

public sealed class LocalFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datamesh-folder-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string RootFolder => Path.Combine(_folder.FullName, "root");

    [Fact]
    public async Task Opening_and_reading_create_nothing_on_the_disk()
    {
        using LocalFilesObjectStore store = new(RootFolder);
        Assert.Null(await store.FindAsync("object", Token));
        Assert.Empty(await store.ListAsync("", null, Token).ToListAsync(Token));
        await store.DeleteAsync("object", Token);

        Assert.False(Directory.Exists(RootFolder));
        await store.WriteAllAsync("a/b/object", new byte[1], WriteCondition.IfAbsent, Token);
        Assert.True(File.Exists(Path.Combine(RootFolder, "a", "b", "object")));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("per%20cent#hash?question")]
    [InlineData("日本 é")]
    public void The_root_uri_leads_back_to_the_folder(string name)
    {
        using LocalFilesObjectStore store = new(Path.Combine(_folder.FullName, name) + "/");
        Assert.True(store.Root.IsFile);
        Assert.Equal(Path.Combine(_folder.FullName, name), store.Root.LocalPath);
        Assert.StartsWith("file:///", store.Root.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder.FullName, name, "a", "b c"), store.FindLocalFile("a/b c"));
    }

    [Fact]
    public void Roads_with_links_to_one_folder_give_one_root()
    {
        Directory.CreateDirectory(RootFolder);
        string link = Path.Combine(_folder.FullName, "link");
        Directory.CreateSymbolicLink(link, RootFolder);
        using LocalFilesObjectStore direct = new(RootFolder), linked = new(Path.Combine(link, "below"));

        Assert.Equal(direct.Root + "/below", linked.Root.ToString());
    }

    [Fact]
    public async Task Links_below_the_root_are_not_followed_and_not_listed()
    {
        string outside = Path.Combine(_folder.FullName, "outside");
        Directory.CreateDirectory(outside);
        Directory.CreateDirectory(RootFolder);
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), "hidden", Token);
        Directory.CreateSymbolicLink(Path.Combine(RootFolder, "folder"), outside);
        File.CreateSymbolicLink(Path.Combine(RootFolder, "file"), Path.Combine(outside, "secret"));
        using LocalFilesObjectStore store = new(RootFolder);

        foreach (string path in (string[])["folder/secret", "file"])
            foreach (Func<Task> call in (Func<Task>[])
                [
                    () => store.FindAsync(path, Token), () => store.ReadAsync(path, 0, new byte[9], Token), () => store.ReadRangesAsync(path, [new(0, new byte[1])], Token),
                    () => store.WriteAllAsync(path, new byte[1], default, Token), () => store.DeleteAsync(path, Token), () => Task.FromResult(store.FindLocalFile(path)),
                ])
            {
                DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(call);
                Assert.Equal(DataMeshErrorKind.StorageDenied, error.Kind);
                Assert.Contains("symbolic link", error.Message, StringComparison.Ordinal);
            }
        await Assert.ThrowsAsync<DataMeshException>(async () => await store.ListAsync("folder", null, Token).ToListAsync(Token));
        Assert.Empty(await store.ListAsync("", null, Token).ToListAsync(Token));
        Assert.Empty(await store.ListChildrenAsync("", Token).ToListAsync(Token));
        Assert.Equal("hidden", await File.ReadAllTextAsync(Path.Combine(outside, "secret"), Token));
    }

    [Fact]
    public async Task A_link_planted_while_an_upload_grows_is_not_written_through()
    {
        string outside = Path.Combine(_folder.FullName, "outside");
        Directory.CreateDirectory(outside);
        using LocalFilesObjectStore store = new(RootFolder);
        await using ObjectUpload upload = await store.BeginUploadAsync("folder/object", default, Token);
        Directory.CreateSymbolicLink(Path.Combine(RootFolder, "folder"), outside);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => upload.CompleteAsync(Token));

        Assert.Equal(DataMeshErrorKind.StorageDenied, error.Kind);
        Assert.Empty(Directory.GetFiles(outside));
    }

    [Fact]
    public async Task The_folder_of_unfinished_uploads_is_out_of_reach()
    {
        using LocalFilesObjectStore store = new(RootFolder);
        await using ObjectUpload upload = await store.BeginUploadAsync("object", default, Token);
        string temporary = Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(RootFolder, ".tmp"))));

        Assert.Null(await store.FindAsync($".tmp/{temporary}", Token));
        Assert.Empty(await store.ListAsync(".tmp", null, Token).ToListAsync(Token));
        await store.DeleteAsync($".tmp/{temporary}", Token);
        await Assert.ThrowsAsync<ArgumentException>(() => store.BeginUploadAsync(".tmp/other", default, Token));
        await upload.CompleteAsync(Token);
        await store.WriteAllAsync("folder/.tmp/object", new byte[1], default, Token);
        Assert.Equal(2, (await store.ListAsync("", null, Token).ToListAsync(Token)).Count);
    }

    [Fact]
    public async Task Completing_leaves_no_temporary_file_whether_it_wins_or_loses()
    {
        using LocalFilesObjectStore store = new(RootFolder);
        await store.WriteAllAsync("object", new byte[1], WriteCondition.IfAbsent, Token);
        await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync("object", new byte[1], WriteCondition.IfAbsent, Token));
        await store.WriteAllAsync("object", new byte[2], default, Token);

        Assert.Empty(Directory.GetFiles(Path.Combine(RootFolder, ".tmp")));
    }

    [Fact]
    public async Task The_first_upload_sweeps_what_dead_processes_left_and_spares_the_young()
    {
        string temporary = Path.Combine(RootFolder, ".tmp"), old = Path.Combine(temporary, "old"), young = Path.Combine(temporary, "young");
        Directory.CreateDirectory(temporary);
        await File.WriteAllTextAsync(old, "", Token);
        await File.WriteAllTextAsync(young, "", Token);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(young).AddHours(-25));
        using LocalFilesObjectStore store = new(RootFolder);

        await store.WriteAllAsync("object", new byte[1], default, Token);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task A_folder_that_somebody_deletes_meanwhile_is_made_again()
    {
        using LocalFilesObjectStore store = new(RootFolder);
        await store.WriteAllAsync("a/b/first", new byte[1], default, Token);
        await using ObjectUpload upload = await store.BeginUploadAsync("a/b/second", WriteCondition.IfAbsent, Token);
        Directory.Delete(Path.Combine(RootFolder, "a"), recursive: true);

        await upload.CompleteAsync(Token);

        Assert.True(File.Exists(Path.Combine(RootFolder, "a", "b", "second")));
    }

    [Theory]
    [InlineData(28, DataMeshErrorKind.StorageFull)]
    [InlineData(13, DataMeshErrorKind.StorageDenied)]
    [InlineData(30, DataMeshErrorKind.StorageDenied)]
    [InlineData(5, DataMeshErrorKind.StorageUnavailable)]
    [InlineData(24, DataMeshErrorKind.StorageUnavailable)]
    [InlineData(2, DataMeshErrorKind.NotFound)]
    [InlineData(17, DataMeshErrorKind.AlreadyExists)]
    [InlineData(18, DataMeshErrorKind.InvalidConfiguration)]
    public void Error_numbers_become_kinds(int errno, DataMeshErrorKind kind)
    {
        DataMeshException error = LocalFilesErrors.Create(FileFaults.FromErrno(errno), "write", "a/b");
        Assert.Equal(kind, error.Kind);
        Assert.Equal(errno == 24, error.IsTransient);
        Assert.Contains("Cannot write 'a/b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_system_without_links_is_told_apart_from_missing_rights()
    {
        Assert.Equal(FileFault.NoLinks, FileFaults.FromLinkErrno(1));
        Assert.Equal(FileFault.Denied, FileFaults.FromErrno(1));
        Assert.Contains("hard links", LocalFilesErrors.Create(FileFault.NoLinks, "write", "a").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_builder_takes_one_store()
    {
        Builder builder = new();
        builder.UseLocalFiles(RootFolder);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => builder.UseInMemory());
        Assert.Contains("UseLocalFiles()", error.Message, StringComparison.Ordinal);
        using ServiceProvider services = builder.Services.BuildServiceProvider();
        Assert.Equal(RootFolder, services.GetRequiredService<ObjectStore>().Root.LocalPath);
        Assert.Same(services.GetRequiredService<ObjectStore>(), services.GetRequiredService<ObjectStore>());
    }

    [Fact]
    public void Memory_fills_store_and_tables()
    {
        Builder builder = new();
        builder.UseInMemory();
        using ServiceProvider services = builder.Services.BuildServiceProvider();
        Assert.IsType<InMemoryObjectStore>(services.GetRequiredService<ObjectStore>());
        Assert.IsType<InMemoryTableFormat>(services.GetRequiredService<TableFormat>());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
