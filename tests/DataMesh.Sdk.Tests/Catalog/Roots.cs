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

    /// <summary>Writes another policy under the newest head's number, with a head that names it, as a steward's tool would.</summary>
    public static async Task ReplacePolicyAsync(this ObjectStore store, Func<PolicyDocument, PolicyDocument> change, Func<string, string>? rewrite = null)
    {
        ProductRegistration product = (await store.FindOrdersAsync())!;
        string path = $"sales/orders/policy/{product.Policy!.Epoch}.yaml", head = $"sales/orders/heads/{product.Head}.yaml";
        string old = await store.ReadAsync(path), text = Documents.Print(PolicyDocumentYaml.Write(change(product.Policy)));
        await store.WriteAsync(path, rewrite?.Invoke(text) ?? text);
        await store.ReplaceAsync(head, Digest(old), Digest(await store.ReadAsync(path)));

        static string Digest(string content) => StoredFile.Digest(Encoding.UTF8.GetBytes(content));
    }

    public static Task<ProductRegistration?> FindOrdersAsync(this ObjectStore store) => new ObjectStoreCatalog(store, TimeProvider.System).FindAsync(Examples.Orders, Cancellation);
}
