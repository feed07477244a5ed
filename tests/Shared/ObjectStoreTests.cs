using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

/// <summary>What every object store must do. Derive it, hand in a fixture, override only to assert a deviation.</summary>
public abstract partial class ObjectStoreTests(ObjectStoreFixture fixture)
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ObjectStoreFixture Fixture => fixture;

    [Fact]
    public virtual async Task An_uploaded_object_is_read_back()
    {
        using ObjectStore store = fixture.CreateStore();
        byte[] content = Bytes(100_000);

        ObjectInfo written = await store.WriteAllAsync("folder/object.bin", content, default, Token);

        ObjectInfo found = Assert.IsType<ObjectInfo>(await store.FindAsync("folder/object.bin", Token));
        Assert.Equal("folder/object.bin", written.Path.ToString());
        Assert.Equal(content.Length, written.Length);
        Assert.Equal(content.Length, found.Length);
        Assert.Equal(written.ETag, found.ETag);
        Assert.Equal(content, await ReadAllAsync(store, "folder/object.bin"));
    }

    [Fact]
    public virtual async Task An_empty_object_exists()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("empty", default, WriteCondition.IfAbsent, Token);

        Assert.Equal(0, (await store.FindAsync("empty", Token))!.Length);
        Assert.Empty(await ReadAllAsync(store, "empty"));
    }

    [Fact]
    public virtual async Task An_upload_of_many_writes_keeps_their_order()
    {
        using ObjectStore store = fixture.CreateStore();
        byte[] content = Bytes(300_000);
        await using (ObjectUpload upload = await store.BeginUploadAsync("object", default, Token))
        {
            int at = 0;
            for (int size = 1; at < content.Length; size = size * 3 + 1)
            {
                int count = Math.Min(size, content.Length - at);
                if (size % 2 == 0)
                    await upload.WriteAsync(content.AsMemory(at, count), Token);
                else
                    upload.Write(content, at, count);
                at += count;
                Assert.Equal(at, upload.Position);
            }
            await upload.FlushAsync(Token);
            await upload.CompleteAsync(Token);
        }
        Assert.Equal(content, await ReadAllAsync(store, "object"));
    }

    [Fact]
    public virtual async Task An_absent_object_is_not_found_and_cannot_be_read()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("present/object", Bytes(1), default, Token);

        foreach (string path in (string[])["absent", "present", "present/absent", "absent/absent", ""])
        {
            Assert.Null(await store.FindAsync(path, Token));
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.ReadAsync(path, 0, new byte[1], Token));
            Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
            Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
            await store.DeleteAsync(path, Token);
        }
        Assert.Equal(Bytes(1), await ReadAllAsync(store, "present/object"));
    }

    [Fact]
    public virtual async Task Ranges_are_cut_at_the_end_of_the_object()
    {
        using ObjectStore store = fixture.CreateStore();
        byte[] content = Bytes(1000);
        await store.WriteAllAsync("object", content, default, Token);

        foreach ((long offset, int count, int expected) in ((long, int, int)[])[(0, 1000, 1000), (10, 20, 20), (990, 20, 10), (1000, 5, 0), (5000, 5, 0), (0, 0, 0), (long.MaxValue - 10, 5, 0)])
        {
            byte[] buffer = new byte[count];
            Assert.Equal(expected, await store.ReadAsync("object", offset, buffer, Token));
            Assert.Equal(offset < content.Length ? content.AsSpan((int)offset, expected).ToArray() : [], buffer[..expected]);
        }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadAsync("object", -1, new byte[1], Token));
    }

    [Fact]
    public virtual async Task Several_ranges_are_filled_or_the_object_is_called_damaged()
    {
        using ObjectStore store = fixture.CreateStore();
        byte[] content = Bytes(1000), first = new byte[7], second = new byte[500];
        await store.WriteAllAsync("object", content, default, Token);

        await store.ReadRangesAsync("object", [new(900, first), new(0, second)], Token);
        Assert.Equal(content[900..907], first);
        Assert.Equal(content[..500], second);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.ReadRangesAsync("object", [new(0, first), new(501, second)], Token));
        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        error = await Assert.ThrowsAsync<DataMeshException>(() => store.ReadRangesAsync("absent", [new(0, first)], Token));
        Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public virtual async Task An_unconditional_write_replaces()
    {
        using ObjectStore store = fixture.CreateStore();
        ObjectInfo before = await store.WriteAllAsync("object", Bytes(10), default, Token);
        ObjectInfo after = await store.WriteAllAsync("object", Bytes(20), default, Token);

        Assert.Equal(Bytes(20), await ReadAllAsync(store, "object"));
        if (before.ETag is not null)
            Assert.NotEqual(before.ETag, after.ETag);
    }

    [Fact]
    public virtual async Task A_deleted_object_is_gone_and_its_place_is_free()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("folder/object", Bytes(10), default, Token);

        await store.DeleteAsync("folder/object", Token);
        await store.DeleteAsync("folder/object", Token);

        Assert.Null(await store.FindAsync("folder/object", Token));
        Assert.Empty(await ListAsync(store, ""));
        Assert.Empty(await ChildrenAsync(store, ""));
        await store.WriteAllAsync("folder/object", Bytes(3), WriteCondition.IfAbsent, Token);
        Assert.Equal(Bytes(3), await ReadAllAsync(store, "folder/object"));
    }

    [Fact]
    public virtual async Task An_upload_is_invisible_until_it_is_complete()
    {
        using ObjectStore store = fixture.CreateStore();
        await using ObjectUpload upload = await store.BeginUploadAsync("folder/object", default, Token);
        await upload.WriteAsync(Bytes(200_000), Token);
        await upload.FlushAsync(Token);

        Assert.Null(await store.FindAsync("folder/object", Token));
        Assert.Empty(await ListAsync(store, ""));
        Assert.Empty(await ChildrenAsync(store, ""));

        await upload.CompleteAsync(Token);
        Assert.Equal(["folder/object"], await ListAsync(store, ""));
    }

    [Fact]
    public virtual async Task An_abandoned_upload_leaves_nothing()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("kept", Bytes(5), default, Token);
        foreach (string path in (string[])["new/object", "kept"])
            await using (ObjectUpload upload = await store.BeginUploadAsync(path, default, Token))
                await upload.WriteAsync(Bytes(100_000), Token);

        Assert.Equal(["kept"], await ListAsync(store, ""));
        Assert.Equal(["kept"], await ChildrenAsync(store, ""));
        Assert.Equal(Bytes(5), await ReadAllAsync(store, "kept"));
    }

    [Fact]
    public virtual async Task An_ended_upload_takes_no_more_bytes()
    {
        using ObjectStore store = fixture.CreateStore();
        ObjectUpload upload = await store.BeginUploadAsync("object", default, Token);
        await upload.CompleteAsync(Token);

        Assert.False(upload.CanWrite);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await upload.WriteAsync(Bytes(1), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => upload.CompleteAsync(Token));
        await upload.DisposeAsync();
        await upload.DisposeAsync();
        Assert.NotNull(await store.FindAsync("object", Token));
    }

    [Fact]
    public virtual async Task The_root_cannot_be_written()
    {
        using ObjectStore store = fixture.CreateStore();
        await Assert.ThrowsAsync<ArgumentException>(() => store.BeginUploadAsync("", default, Token));
    }

    [Theory]
    [InlineData("with spaces/and more  spaces.txt")]
    [InlineData("percent %20 %2e%2e/and#hash?question&amp;")]
    [InlineData("Ünïcödé/日本語/\U0001F600.bin")]
    [InlineData("e\u0301 decomposed")]
    [InlineData(".hidden/..twodots/trailing.")]
    [InlineData("key=value/a:b*c\"d<e>|'")]
    [InlineData("-dash/~tilde/$dollar")]
    public virtual async Task Odd_names_are_kept(string name)
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync(name, Encoding.UTF8.GetBytes(name), WriteCondition.IfAbsent, Token);

        Assert.Equal([name], await ListAsync(store, ""));
        Assert.Equal(Encoding.UTF8.GetBytes(name), await ReadAllAsync(store, name));
        Assert.Equal([name.Split('/')[0]], await ChildrenAsync(store, ""));
    }

    [Fact]
    public virtual async Task Long_names_are_kept_or_refused_with_a_typed_error()
    {
        using ObjectStore store = fixture.CreateStore();
        string fits = string.Join('/', Enumerable.Repeat(new string('n', 200), 4));
        await store.WriteAllAsync(fits, Bytes(4), WriteCondition.IfAbsent, Token);
        Assert.Equal([fits], await ListAsync(store, ""));

        string tooLong = new('n', 5000);
        DataMeshException? error = (DataMeshException?)await Record.ExceptionAsync(() => store.WriteAllAsync(tooLong, Bytes(4), WriteCondition.IfAbsent, Token));
        if (error is not null)
            Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
        else
            Assert.Equal(Bytes(4), await ReadAllAsync(store, tooLong));
    }

    [Fact]
    public virtual async Task A_cancelled_call_throws_and_changes_nothing()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("object", Bytes(5), default, Token);
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindAsync("object", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync("object", 0, new byte[5], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadRangesAsync("object", [new(0, new byte[5])], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.DeleteAsync("object", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BeginUploadAsync("other", default, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ListAsync("", null, cancelled).ToListAsync(Token));
        await using (ObjectUpload upload = await store.BeginUploadAsync("object", default, Token))
        {
            await upload.WriteAsync(Bytes(9), Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await upload.WriteAsync(Bytes(9), cancelled));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.CompleteAsync(cancelled));
        }
        Assert.Equal(["object"], await ListAsync(store, ""));
        Assert.Equal(Bytes(5), await ReadAllAsync(store, "object"));
    }

    [Fact]
    public virtual void The_root_is_an_absolute_uri_without_a_trailing_slash()
    {
        using ObjectStore first = fixture.CreateStore(), second = fixture.CreateStore();
        Assert.True(first.Root.IsAbsoluteUri);
        Assert.NotEqual(first.Root, second.Root);
        Assert.False(first.Root.OriginalString.EndsWith('/'));
    }

    [Fact]
    public virtual async Task A_local_file_is_named_only_when_it_holds_the_object()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("folder/an object", Bytes(50), default, Token);
        if (store.FindLocalFile("folder/an object") is { } file)
            Assert.Equal(Bytes(50), await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public virtual async Task A_store_that_opens_the_same_root_sees_the_objects()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("folder/object", Bytes(5), default, Token);
        using ObjectStore? other = fixture.Reopen(store);
        if (other is null)
        {
            using ObjectStore stranger = fixture.CreateStore();
            Assert.Null(await stranger.FindAsync("folder/object", Token));
            return;
        }
        Assert.Equal(store.Root, other.Root);
        Assert.Equal(Bytes(5), await ReadAllAsync(other, "folder/object"));
    }

    [Fact]
    public virtual async Task Presigning_works_only_when_declared()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("object", Bytes(5), default, Token);
        if (store.Capabilities.Presign)
            Assert.True((await store.PresignAsync("object", TimeSpan.FromMinutes(1), Token)).IsAbsoluteUri);
        else
            await Assert.ThrowsAsync<NotSupportedException>(() => store.PresignAsync("object", TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public virtual async Task An_object_below_an_object_is_kept_apart_or_refused()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("a", Bytes(1), default, Token);
        Task Write() => store.WriteAllAsync("a/b", Bytes(2), WriteCondition.IfAbsent, Token);
        if (Fixture.ObjectsCanBeGroups)
        {
            await Write();
            Assert.Equal(["a", "a/b"], await ListAsync(store, ""));
            Assert.Equal(["a"], await ChildrenAsync(store, ""));
        }
        else
        {
            Assert.Equal(DataMeshErrorKind.AlreadyExists, (await Assert.ThrowsAsync<DataMeshException>(Write)).Kind);
            Assert.Equal(["a"], await ListAsync(store, ""));
        }
        Assert.Equal(Bytes(1), await ReadAllAsync(store, "a"));
    }

    protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    protected static async Task<byte[]> ReadAllAsync(ObjectStore store, ObjectPath path) => (await store.TryReadAllAsync(path, 1 << 24, Token))!;

    protected static async Task<string[]> ListAsync(ObjectStore store, ObjectPath prefix, ListOptions? options = null) =>
        [.. (await store.ListAsync(prefix, options, Token).ToListAsync(Token)).Select(item => item.Path.ToString())];

    protected static async Task<string[]> ChildrenAsync(ObjectStore store, ObjectPath prefix) =>
        [.. await store.ListChildrenAsync(prefix, Token).ToListAsync(Token)];
}
