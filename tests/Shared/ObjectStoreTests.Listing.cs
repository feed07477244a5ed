using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

public abstract partial class ObjectStoreTests
{
    private static readonly string[] Names =
    [
        "a-b/x", "a/x", "a/y/z", "a.txt", "a0", "b/1", "b/10", "b/2", "B/1", "z", "Z", "é/1", "日本/1", "a/y-1", "a/y.1/q", "deep/1/2/3/4/5",
    ];

    [Fact]
    public virtual async Task A_listing_is_in_ordinal_order_of_whole_paths()
    {
        using ObjectStore store = await FilledAsync();
        Assert.Equal(Names.Order(StringComparer.Ordinal), await ListAsync(store, ""));
    }

    [Fact]
    public virtual async Task A_listing_tells_lengths()
    {
        using ObjectStore store = await FilledAsync();
        foreach (ObjectInfo info in await store.ListAsync("", null, Token).ToListAsync(Token))
        {
            Assert.Equal(info.Path.ToString().Length, info.Length);
            Assert.Equal(await store.FindAsync(info.Path, Token), info);
        }
    }

    [Fact]
    public virtual async Task A_prefix_is_whole_segments_and_not_the_object_itself()
    {
        using ObjectStore store = await FilledAsync();
        Assert.Equal(["a/x", "a/y-1", "a/y.1/q", "a/y/z"], await ListAsync(store, "a"));
        Assert.Equal(["a/y/z"], await ListAsync(store, "a/y"));
        Assert.Empty(await ListAsync(store, "z"));
        Assert.Empty(await ListAsync(store, "absent"));
        Assert.Empty(await ListAsync(store, "z/absent"));
    }

    [Fact]
    public virtual async Task A_listing_resumes_after_any_path()
    {
        using ObjectStore store = await FilledAsync();
        foreach (string after in (string[])[.. Names, "a", "a/", "a/y", "a-", "b/1a", "deep/1/2", "zz", "A"])
            if (ObjectPath.TryParse(after, out ObjectPath startAfter))
                Assert.Equal(
                    Names.Where(name => string.CompareOrdinal(name, after) > 0).Order(StringComparer.Ordinal),
                    await ListAsync(store, "", new ListOptions { StartAfter = startAfter }));
    }

    [Fact]
    public virtual async Task A_resumed_listing_stays_below_its_prefix()
    {
        using ObjectStore store = await FilledAsync();
        Assert.Equal(["b/10", "b/2"], await ListAsync(store, "b", new ListOptions { StartAfter = "b/1" }));
        Assert.Equal(["b/1", "b/10", "b/2"], await ListAsync(store, "b", new ListOptions { StartAfter = "a" }));
        Assert.Empty(await ListAsync(store, "b", new ListOptions { StartAfter = "c" }));
    }

    [Fact]
    public virtual async Task Children_are_listed_once_in_ordinal_order()
    {
        using ObjectStore store = await FilledAsync();
        Assert.Equal(["B", "Z", "a", "a-b", "a.txt", "a0", "b", "deep", "z", "é", "日本"], await ChildrenAsync(store, ""));
        Assert.Equal(["x", "y", "y-1", "y.1"], await ChildrenAsync(store, "a"));
        Assert.Equal(["1"], await ChildrenAsync(store, "deep"));
        Assert.Empty(await ChildrenAsync(store, "z"));
        Assert.Empty(await ChildrenAsync(store, "absent"));
    }

    [Fact]
    public virtual async Task A_group_disappears_with_its_last_object()
    {
        using ObjectStore store = await FilledAsync();
        await store.DeleteAsync("deep/1/2/3/4/5", Token);
        Assert.DoesNotContain("deep", await ChildrenAsync(store, ""));
    }

    [Fact]
    public virtual async Task An_empty_store_lists_nothing()
    {
        using ObjectStore store = fixture.CreateStore();
        Assert.Empty(await ListAsync(store, ""));
        Assert.Empty(await ChildrenAsync(store, ""));
    }

    private async Task<ObjectStore> FilledAsync()
    {
        ObjectStore store = fixture.CreateStore();
        foreach (string name in Names)
            await store.WriteAllAsync(name, Bytes(name.Length), WriteCondition.IfAbsent, Token);
        return store;
    }
}
