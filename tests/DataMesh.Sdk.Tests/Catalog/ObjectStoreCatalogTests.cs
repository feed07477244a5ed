using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

public sealed class ObjectStoreCatalogTests
{
    private readonly InMemoryObjectStore _store = new();
    private readonly FakeTables _tables = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sales/orders/product/1.yaml", "All orders", "No orders")]
    [InlineData("sales/orders/contracts/lines/1.0.0.odcs.yaml", "required: true", "required: false")]
    public async Task A_tampered_file_is_detected_and_named(string path, string old, string text)
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplaceAsync(path, old, text);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(_store.FindOrdersAsync);

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tampered_predecessor_is_detected()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.RegisterAsync(_tables.Orders() with { Description = "Second." });
        await _store.ReplaceAsync("sales/orders/heads/1.yaml", "formatVersion: 1", "formatVersion:  1");

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(_store.FindOrdersAsync);

        Assert.Contains("'sales/orders/heads/1.yaml'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_contract_is_named()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.DeleteAsync("sales/orders/contracts/lines/1.0.0.odcs.yaml", Cancellation);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(_store.FindOrdersAsync);

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("1.0.0.odcs.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_policy_denies_and_says_why()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.DeleteAsync("sales/orders/policy/1.yaml", Cancellation);

        ProductRegistration product = (await _store.FindOrdersAsync())!;

        Assert.Null(product.Policy);
        Assert.Contains("sales/orders/policy/1.yaml", product.PolicyProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: finance", "name: everybody")]
    [InlineData("formatVersion: 2", "formatVersion: 9")]
    [InlineData("epoch: 1", "{{{")]
    public async Task A_tampered_policy_denies(string old, string text)
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplaceAsync("sales/orders/policy/1.yaml", old, text);

        ProductRegistration product = (await _store.FindOrdersAsync())!;

        Assert.Null(product.Policy);
        Assert.NotNull(product.PolicyProblem);
    }

    [Fact]
    public async Task A_head_of_a_newer_format_is_named_as_such()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.ReplaceAsync("sales/orders/heads/1.yaml", "formatVersion: 1", "formatVersion: 2");

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(_store.FindOrdersAsync);

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
    }

    [Fact]
    public async Task A_head_that_was_copied_from_another_product_is_refused()
    {
        await _store.RegisterAsync(_tables.Orders());
        await _store.WriteAsync("sales/returns/heads/1.yaml", await _store.ReadAsync("sales/orders/heads/1.yaml"));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => Catalog().FindAsync("sales/returns", Cancellation));

        Assert.Contains("does not belong here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_this_process_adds_is_seen_at_once_and_an_unchanged_product_is_kept()
    {
        ObjectStoreCatalog catalog = Catalog();
        await _store.RegisterAsync(_tables.Orders());
        ProductRegistration first = (await catalog.FindAsync(Examples.Orders, Cancellation))!;
        await _store.RegisterAsync(_tables.Orders() with { Description = "Second." });

        ProductRegistration atOnce = (await catalog.FindAsync(Examples.Orders, Cancellation))!;
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((1, 2), (first.Head, atOnce.Head));
        Assert.Equal("Second.", atOnce.Descriptor.Description);
        Assert.Same(atOnce, await catalog.FindAsync(Examples.Orders, Cancellation));
    }

    [Fact]
    public async Task On_disk_an_unchanged_product_is_not_read_again()
    {
        string folder = Directory.CreateTempSubdirectory("datamesh-catalog-").FullName;
        try
        {
            using LocalFilesObjectStore store = new(folder);
            await store.RegisterAsync(_tables.Orders());
            ObjectStoreCatalog catalog = new(store, _time);
            ProductRegistration first = (await catalog.FindAsync(Examples.Orders, Cancellation))!;
            _time.Advance(TimeSpan.FromSeconds(1));

            Assert.Same(first, await catalog.FindAsync(Examples.Orders, Cancellation));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_policy_that_disappears_under_a_running_catalog_denies()
    {
        ObjectStoreCatalog catalog = Catalog();
        await _store.RegisterAsync(_tables.Orders());
        await catalog.FindAsync(Examples.Orders, Cancellation);
        await _store.DeleteAsync("sales/orders/policy/1.yaml", Cancellation);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null((await catalog.FindAsync(Examples.Orders, Cancellation))!.Policy);
    }

    [Fact]
    public async Task While_the_store_is_unreachable_the_last_seen_product_holds_for_a_minute_and_then_nothing_does()
    {
        using BreakableStore store = new(_store);
        ObjectStoreCatalog catalog = new(store, _time);
        await _store.RegisterAsync(_tables.Orders());
        ProductRegistration seen = (await catalog.FindAsync(Examples.Orders, Cancellation))!;
        store.IsUnreachable = true;

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(seen, await catalog.FindAsync(Examples.Orders, Cancellation));
        _time.Advance(TimeSpan.FromSeconds(1));
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => catalog.FindAsync(Examples.Orders, Cancellation));

        Assert.Equal(DataMeshErrorKind.StorageUnavailable, error.Kind);
    }

    [Fact]
    public async Task A_descriptor_that_points_into_another_product_is_refused()
    {
        await _store.RegisterAsync(_tables.Orders());
        string descriptor = (await _store.ReadAsync("sales/orders/product/1.yaml")).Replace("sales/orders/ports/", "crm/customers/ports/", StringComparison.Ordinal);
        string old = StoredFile.Digest(System.Text.Encoding.UTF8.GetBytes(await _store.ReadAsync("sales/orders/product/1.yaml")));
        await _store.WriteAsync("sales/orders/product/1.yaml", descriptor);
        await _store.ReplaceAsync("sales/orders/heads/1.yaml", old, StoredFile.Digest(System.Text.Encoding.UTF8.GetBytes(descriptor)));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(_store.FindOrdersAsync);

        Assert.Contains("does not lie below 'ports' of the product", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Products_are_listed_in_the_order_of_their_names_without_damaged_ones()
    {
        foreach (string name in (string[])["a/x", "a-b/y", "b/z", "b/damaged", "b/a"])
            await _store.RegisterAsync(new ProductDefinition { Name = name, Ports = [] });
        await _store.WriteAsync("b/damaged/heads/1.yaml", "{{{");
        await _store.WriteAsync("README.md", "not a domain");

        Assert.Equal(["a-b/y", "a/x", "b/a", "b/z"], await NamesAsync(CatalogQuery.All));
        Assert.Equal(["b/a", "b/z"], await NamesAsync(new CatalogQuery { Domain = "b" }));
        Assert.Equal(["b/a", "b/z"], await NamesAsync(new CatalogQuery { StartAfter = "a/x" }));
    }

    [Fact]
    public async Task A_product_is_found_by_identity_until_its_name_stands_for_another()
    {
        ObjectStoreCatalog catalog = Catalog();
        ProductId id = (await _store.RegisterAsync(_tables.Orders())).Registration.Descriptor.Id;
        Assert.Equal(Examples.Orders, (await catalog.FindAsync(id, Cancellation))!.Descriptor.Name);

        foreach (string path in await _store.PathsAsync("sales"))
            await _store.DeleteAsync(path, Cancellation);
        await _store.RegisterAsync(_tables.Orders());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await catalog.FindAsync(id, Cancellation));
        Assert.Null(await catalog.FindAsync(new ProductId(id.Mesh, Guid.CreateVersion7()), Cancellation));
    }

    [Fact]
    public async Task A_product_that_does_not_exist_is_not_found() => Assert.Null(await Catalog().FindAsync("no/such", Cancellation));

    private ObjectStoreCatalog Catalog() => new(_store, _time);

    private async Task<List<string>> NamesAsync(CatalogQuery query)
    {
        List<string> names = [];
        await foreach (ProductRegistration product in Catalog().ListAsync(query, Cancellation))
            names.Add(product.Descriptor.Name.ToString());
        return names;
    }
}
