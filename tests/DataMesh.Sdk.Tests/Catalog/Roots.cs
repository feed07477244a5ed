using System.Text;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

/// <summary>Short ways to look at and to damage what lies in a root.</summary>
internal static class Roots
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<MeshRoot> OpenAsync(this ObjectStore store, TimeProvider? time = null) => MeshRoot.OpenAsync(store, null, createIfMissing: true, time ?? TimeProvider.System, Cancellation);

    public static async Task<RegistrationResult> RegisterAsync(this ObjectStore store, ProductDefinition definition) =>
        await new ProductRegistry(await store.OpenAsync(), TimeProvider.System).RegisterAsync(definition, Cancellation);

    public static async Task<List<string>> PathsAsync(this ObjectStore store, string prefix = "")
    {
        List<string> paths = [];
        await foreach (ObjectInfo item in store.ListAsync(ObjectPath.Parse(prefix), null, Cancellation))
            paths.Add(item.Path.ToString());
        return paths;
    }

    public static async Task<string> ReadAsync(this ObjectStore store, string path) =>
        Encoding.UTF8.GetString(await store.TryReadAllAsync(path, 1 << 20, Cancellation) ?? throw new FileNotFoundException(path));

    public static Task WriteAsync(this ObjectStore store, string path, string text) => store.WriteAllAsync(path, Encoding.UTF8.GetBytes(text), default, Cancellation);

    public static async Task ReplaceAsync(this ObjectStore store, string path, string old, string text)
    {
        string content = await store.ReadAsync(path);
        Assert.Contains(old, content, StringComparison.Ordinal);
        await store.WriteAsync(path, content.Replace(old, text, StringComparison.Ordinal));
    }

    public static Task<ProductRegistration?> FindOrdersAsync(this ObjectStore store) => new ObjectStoreCatalog(store, TimeProvider.System).FindAsync(Examples.Orders, Cancellation);
}
