using System.Collections.Concurrent;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Shared;
using Xunit.Sdk;

namespace DataMesh.Tests.InMemory;

/// <summary>The suite itself is tested: it must catch stores that break a promise.</summary>
public sealed class BrokenStoreTests
{
    [Fact]
    public async Task The_suite_catches_a_store_that_ignores_create_only()
    {
        Suite suite = new(new Fixture((inner, path, condition, token) => inner.BeginUploadAsync(path, default, token)));
        await Assert.ThrowsAnyAsync<XunitException>(suite.Creating_over_an_object_fails_and_keeps_it);
        await Assert.ThrowsAnyAsync<XunitException>(suite.Of_racing_creators_exactly_one_wins);
        await Assert.ThrowsAnyAsync<XunitException>(suite.Replacing_an_unchanged_object_succeeds_and_a_changed_one_conflicts);
        await suite.An_uploaded_object_is_read_back();
    }

    [Fact]
    public async Task The_suite_catches_a_store_that_looks_before_it_creates()
    {
        ConcurrentDictionary<ObjectPath, TaskCompletionSource> looked = [];
        Suite suite = new(new Fixture(async (inner, path, condition, token) =>
        {
            if (path != "round-0/version" || await inner.FindAsync(path, token) is not null)
                return await inner.BeginUploadAsync(path, condition, token);
            TaskCompletionSource another = new();
            if (looked.TryAdd(path, another))
                await another.Task;
            else
                looked[path].TrySetResult();
            return await inner.BeginUploadAsync(path, default, token);
        }));
        await Assert.ThrowsAnyAsync<XunitException>(suite.Of_racing_creators_exactly_one_wins);
    }

    [Fact]
    public async Task The_suite_catches_a_store_that_declares_less_than_it_does()
    {
        Suite suite = new(new Fixture((inner, path, condition, token) => inner.BeginUploadAsync(path, condition, token), new StoreCapabilities()));
        await Assert.ThrowsAnyAsync<XunitException>(suite.Creating_over_an_object_fails_and_keeps_it);
        await Assert.ThrowsAnyAsync<XunitException>(suite.Replacing_an_unchanged_object_succeeds_and_a_changed_one_conflicts);
    }

    [Fact]
    public async Task The_suite_catches_a_store_whose_uploads_show_early()
    {
        Suite suite = new(new Fixture(async (inner, path, condition, token) =>
        {
            ObjectUpload upload = await inner.BeginUploadAsync(path, condition, token);
            if (!condition.MustBeAbsent)
                await inner.WriteAllAsync(path, default, default, token);
            return upload;
        }));
        await Assert.ThrowsAnyAsync<XunitException>(suite.An_upload_is_invisible_until_it_is_complete);
        await Assert.ThrowsAnyAsync<XunitException>(suite.An_abandoned_upload_leaves_nothing);
    }

    private sealed class Suite(ObjectStoreFixture fixture) : ObjectStoreTests(fixture);

    private delegate Task<ObjectUpload> Begin(ObjectStore inner, ObjectPath path, WriteCondition condition, CancellationToken token);

    private sealed class Fixture(Begin begin, StoreCapabilities? capabilities = null) : ObjectStoreFixture
    {
        public override ObjectStore CreateStore() => new BrokenStore(new InMemoryObjectStore(), begin, capabilities);
    }

    private sealed class BrokenStore(ObjectStore inner, Begin begin, StoreCapabilities? capabilities) : ObjectStore
    {
        public override StoreCapabilities Capabilities => capabilities ?? inner.Capabilities;

        public override Uri Root => inner.Root;

        public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

        public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(path, offset, destination, cancellationToken);

        public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => begin(inner, path, condition, cancellationToken);

        public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

        public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);
    }
}
