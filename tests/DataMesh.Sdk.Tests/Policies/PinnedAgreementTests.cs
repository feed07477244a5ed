using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Catalog;

namespace DataMesh.Tests.Policies;

/// <summary>Only what a head of the provider pins is an agreement.</summary>
public sealed class PinnedAgreementTests
{
    private readonly InMemoryObjectStore _store = new();
    private readonly FakeTables _tables = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string PathOf(AccessAgreement agreement) => $"sales/orders/{MeshLayout.Agreement(agreement.Consumer.Domain, agreement.Id, agreement.Number)}";

    [Fact]
    public async Task A_pinned_agreement_is_part_of_the_registration()
    {
        AccessAgreement agreement = await PinAsync(await RegisterAsync());

        Assert.Equal([agreement], (await _store.FindOrdersAsync())!.Agreements);
    }

    [Fact]
    public async Task Registering_code_again_keeps_the_agreements()
    {
        AccessAgreement agreement = await PinAsync(await RegisterAsync());

        RegistrationResult changed = await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0"), Examples.Finance)));

        Assert.Equal(3, changed.Registration.Head);
        Assert.Equal([agreement], changed.Registration.Agreements);
        Assert.False((await _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract("1.1.0"), Examples.Finance)))).Changed);
    }

    [Fact]
    public async Task A_file_that_no_head_pins_counts_for_nothing()
    {
        ProductId id = await RegisterAsync();
        AccessAgreement forged = Examples.Agreement(id);
        await _store.WriteAsync(PathOf(forged), Documents.Print(AgreementDocument.Write(forged)));
        await _store.WriteAsync(MeshLayout.Request(MeshLayout.Requests("marketing", null), forged.Id).ToString(), Documents.Print(AgreementDocument.Write(forged)));

        Assert.Empty((await _store.FindOrdersAsync())!.Agreements);
    }

    [Fact]
    public async Task A_higher_number_that_no_head_pins_changes_nothing()
    {
        AccessAgreement agreement = await PinAsync(await RegisterAsync());
        AccessAgreement longer = agreement with { Number = 3, End = null };
        await _store.WriteAsync(PathOf(longer), Documents.Print(AgreementDocument.Write(longer)));

        Assert.Equal([agreement], (await _store.FindOrdersAsync())!.Agreements);
    }

    [Fact]
    public async Task A_changed_or_missing_agreement_gives_nothing_and_the_others_hold()
    {
        ProductId id = await RegisterAsync();
        AccessAgreement changed = await PinAsync(id);
        AccessAgreement missing = await PinAsync(id, a => a with { Id = Guid.CreateVersion7(), Consumer = new AgreementConsumer { Domain = "risk" } });
        AccessAgreement sound = await PinAsync(id, a => a with { Id = Guid.CreateVersion7(), Consumer = new AgreementConsumer { Domain = "audit" } });
        await _store.ReplaceAsync(PathOf(changed), "2026-04-01", "2036-04-01");
        await _store.DeleteAsync(PathOf(missing), Cancel);

        ProductRegistration product = (await _store.FindOrdersAsync())!;

        Assert.Equal([sound], product.Agreements);
        Assert.Equal(2, product.AgreementProblems.Count);
        Assert.Contains(product.AgreementProblems, p => p.Contains(PathOf(changed), StringComparison.Ordinal) && p.Contains("SHA-256", StringComparison.Ordinal));
        Assert.Contains(product.AgreementProblems, p => p.Contains(PathOf(missing), StringComparison.Ordinal) && p.Contains("does not exist", StringComparison.Ordinal));
        Assert.NotNull(product.Policy);
    }

    public static TheoryData<string> Misplaced => new("status", "provider", "port", "consumer", "id", "number");

    [Theory]
    [MemberData(nameof(Misplaced))]
    public async Task A_pinned_document_that_is_about_something_else_gives_nothing(string part)
    {
        ProductId id = await RegisterAsync();
        ProductId other = new(id.Mesh, Guid.CreateVersion7());

        await PinAsync(id, written: a => part switch
        {
            "status" => a with { Status = AgreementStatus.Requested },
            "provider" => a with { Provider = other },
            "port" => a with { Port = "sales/returns/lines@1" },
            "consumer" => a with { Consumer = new AgreementConsumer { Domain = "risk" } },
            "id" => a with { Id = Guid.CreateVersion7() },
            _ => a with { Number = 7 },
        });

        ProductRegistration product = (await _store.FindOrdersAsync())!;
        Assert.Empty(product.Agreements);
        Assert.Single(product.AgreementProblems);
    }

    [Fact]
    public async Task A_head_may_not_pin_a_file_outside_the_agreement_s_own_folder()
    {
        AccessAgreement agreement = await PinAsync(await RegisterAsync());
        await _store.ReplaceAsync("sales/orders/heads/2.yaml", $"agreements/marketing/{agreement.Id:D}/2.yaml", "ports/upload/2.yaml");

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => _store.FindOrdersAsync());

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("heads/2.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_created_again_under_the_same_name_inherits_no_agreement()
    {
        AccessAgreement agreement = await PinAsync(await RegisterAsync());
        string kept = await _store.ReadAsync(PathOf(agreement));
        foreach (string path in await _store.PathsAsync("sales/orders"))
            await _store.DeleteAsync(path, Cancel);

        ProductId again = await RegisterAsync();
        await _store.WriteAsync(PathOf(agreement), kept);

        Assert.NotEqual(agreement.Provider, again);
        Assert.Empty((await _store.FindOrdersAsync())!.Agreements);
        await PinAsync(again, written: a => a with { Provider = agreement.Provider });
        Assert.Empty((await _store.FindOrdersAsync())!.Agreements);
    }

    [Fact]
    public async Task Deciders_and_registrations_that_race_lose_nothing()
    {
        ProductId id = await RegisterAsync();
        const int each = 6;

        await Task.WhenAll(Enumerable.Range(0, each).SelectMany(i => (Task[])
        [
            Task.Run(() => PinAsync(id, a => a with { Id = Guid.CreateVersion7() }), Cancel),
            Task.Run(() => _store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract() with { Port = new PortName(Examples.Orders, $"port-{i}") }))), Cancel),
        ]));

        ProductRegistration product = (await _store.FindOrdersAsync())!;
        Assert.Equal(1 + 2 * each, product.Head);
        Assert.Equal(each, product.Agreements.Count);
        Assert.Equal(1 + each, product.Contracts.Count);
    }

    private async Task<ProductId> RegisterAsync() => (await _store.RegisterAsync(_tables.Orders())).Registration.Descriptor.Id;

    // Writes and pins as a provider does; "written" makes the content another one than the pin says.
    private async Task<AccessAgreement> PinAsync(ProductId provider, Func<AccessAgreement, AccessAgreement>? change = null, Func<AccessAgreement, AccessAgreement>? written = null)
    {
        AccessAgreement agreement = change?.Invoke(Examples.Agreement(provider)) ?? Examples.Agreement(provider);
        ProductAmendment amendment = new(_store);
        await amendment.RunAsync(Examples.Orders, "test", async (current, token) =>
        {
            string path = MeshLayout.Agreement(agreement.Consumer.Domain, agreement.Id, agreement.Number);
            byte[] content = YamlText.Write(path, AgreementDocument.Write(written?.Invoke(agreement) ?? agreement));
            await amendment.Files.TryCreateAsync($"sales/orders/{path}", content, token);
            PinnedAgreement pinned = new(agreement.Id, agreement.Consumer.Domain, agreement.Number, path, StoredFile.Digest(content));
            return current!.Head with { Agreements = [.. current.Head.Agreements, pinned] };
        }, Cancel);
        return agreement;
    }
}
