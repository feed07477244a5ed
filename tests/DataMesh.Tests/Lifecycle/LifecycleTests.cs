using Microsoft.Extensions.DependencyInjection;
using static DataMesh.Tests.Lifecycle.LifecycleScene;

namespace DataMesh.Tests.Lifecycle;

/// <summary>Proposed, draft, active, deprecated, retired: what is stored, what consumers hear, what is refused.</summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly LifecycleScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_deprecated_port_is_served_and_each_process_that_opens_it_hears_of_it_once()
    {
        await using Mesh mesh = await _scene.PublishedAsync(second: _ => { });
        await DeprecateAsync(mesh, new() { Successor = $"{Port}@2", EndOfSupport = new(2026, 12, 31), EndOfLife = new(2027, 6, 30), Reason = "Amounts come in cents." });
        await using Mesh finance = _scene.Open(m => m.RunAs("finance"));

        for (int i = 0; i < 3; i++)
        {
            IInputPort<Amount> port = await finance.OpenAsync<Amount>($"{Port}@1", cancellationToken: Cancel);
            Assert.Single(await Streams.ToListAsync(port.ReadAsync(Cancel)));
        }

        string warning = Assert.Single(_scene.Log.Lines, l => l.Contains("PortDeprecated", StringComparison.Ordinal));
        Assert.StartsWith($"Warning PortDeprecated: Port '{Port}@1' is deprecated and will end. Use '{Port}@2' instead. Supported until 2026-12-31. Served until 2027-06-30. Amounts come in cents.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_descriptor_catalog_and_head_say_where_a_port_stands()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await DeprecateAsync(mesh, new() { EndOfSupport = new(2026, 12, 31), Reason = "Nobody asks for it." });

        string contract = await _scene.ReadAsync("sales/orders/contracts/lines/1.0.0.2.odcs.yaml");
        Assert.Contains("status: deprecated", contract, StringComparison.Ordinal);
        Assert.Contains("property: endOfSupport", contract, StringComparison.Ordinal);
        Assert.Contains("status: active", await _scene.ReadAsync("sales/orders/contracts/lines/1.0.0.odcs.yaml"), StringComparison.Ordinal);
        string descriptor = await _scene.ReadAsync("sales/orders/product.yaml");
        Assert.Contains("status: deprecated", descriptor, StringComparison.Ordinal);
        Assert.Contains("property: datamesh.status", descriptor, StringComparison.Ordinal);
        Assert.Contains("deprecate sales/orders/lines@1: Nobody asks for it.", await _scene.ReadAsync("sales/orders/heads/2.yaml"), StringComparison.Ordinal);
        CatalogEntry entry = Assert.Single(await Streams.ToListAsync(mesh.As("finance").Catalog.ListAsync(Cancel)));
        Assert.Equal((LifecycleStatus.Deprecated, LifecycleStatus.Deprecated), (entry.Status, entry.Ports[0].Status));
        Assert.Equal(new DateOnly(2026, 12, 31), entry.Ports[0].Deprecation!.EndOfSupport);
        IInputPort port = await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel);
        Assert.Equal("Nobody asks for it.", (await port.GetContractAsync(Cancel)).Deprecation!.Reason);
    }

    [Fact]
    public async Task A_product_is_deprecated_only_when_nothing_of_it_is_active()
    {
        await using Mesh mesh = await _scene.PublishedAsync(second: _ => { });

        await DeprecateAsync(mesh);

        Assert.Equal(LifecycleStatus.Active, Assert.Single(await Streams.ToListAsync(mesh.Catalog.ListAsync(Cancel))).Status);
    }

    [Fact]
    public async Task What_was_moved_stays_when_code_registers_and_the_same_move_again_changes_nothing()
    {
        await using (Mesh mesh = await _scene.PublishedAsync())
        {
            await DeprecateAsync(mesh, new() { Reason = "Old." });
            await DeprecateAsync(mesh, new() { Reason = "Old." });
        }
        await using Mesh again = _scene.Producer();
        await again.RegisterAsync(Cancel);
        await using Mesh newer = _scene.Producer(port => port.Version("1.0.1").Describe("One line."));
        await newer.RegisterAsync(Cancel);

        Assert.Equal(3, Directory.EnumerateFiles(Path.Combine(_scene.Folder, "sales", "orders", "heads")).Count());
        IInputPort port = await newer.As("finance").OpenAsync(Port, cancellationToken: Cancel);
        DataContract contract = await port.GetContractAsync(Cancel);
        Assert.Equal(("1.0.1", LifecycleStatus.Deprecated, "Old."), (contract.Version.ToString(), contract.Status, contract.Deprecation!.Reason));
    }

    [Fact]
    public async Task A_deprecation_can_be_taken_back()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await DeprecateAsync(mesh, new() { Reason = "Old." });

        DataContract contract = await mesh.Lifecycle.ActivateAsync(Port, "It stays.", Cancel);

        Assert.Equal((LifecycleStatus.Active, (Deprecation?)null), (contract.Status, contract.Deprecation));
        await using Mesh finance = _scene.Open(m => m.RunAs("finance"));
        await finance.OpenAsync(Port, cancellationToken: Cancel);
        Assert.DoesNotContain(_scene.Log.Lines, l => l.Contains("PortDeprecated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_says_so_and_becomes_active_by_code_and_never_a_draft_again()
    {
        await using (Mesh draft = await _scene.PublishedAsync(port => port.Status(LifecycleStatus.Draft)))
        await using (Mesh finance = _scene.Open(m => m.RunAs("finance")))
            await finance.OpenAsync(Port, cancellationToken: Cancel);
        Assert.Contains(_scene.Log.Lines, l => l.StartsWith($"Warning PortUnfinished: Port '{Port}@1' is draft and may change without notice; ask the owner (sales@shop.example)", StringComparison.Ordinal));
        await using (Mesh active = _scene.Producer())
            await active.RegisterAsync(Cancel);

        await using Mesh back = _scene.Producer(port => port.Status(LifecycleStatus.Draft));
        await back.RegisterAsync(Cancel);

        IInputPort port = await back.As("finance").OpenAsync(Port, cancellationToken: Cancel);
        Assert.Equal(LifecycleStatus.Active, (await port.GetContractAsync(Cancel)).Status);
        Assert.Contains("status: active", await _scene.ReadAsync("sales/orders/product.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_major_version_a_reference_means_what_is_served_rather_than_a_newer_draft()
    {
        await using Mesh mesh = await _scene.PublishedAsync(second: port => port.Status(LifecycleStatus.Draft));

        IInputPort now = await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel);
        await mesh.Lifecycle.ActivateAsync($"{Port}@2", "Ready.", Cancel);
        IInputPort later = await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel);

        Assert.Equal((1, 2), (now.Source.Major, later.Source.Major));
    }

    [Fact]
    public async Task Who_opens_a_retired_port_is_told_of_its_successor_and_the_provider_still_reads_it()
    {
        await using Mesh mesh = await _scene.PublishedAsync(second: _ => { });
        IInputPort<Amount> open = await mesh.As("finance").OpenAsync<Amount>($"{Port}@1", cancellationToken: Cancel);
        await DeprecateAsync(mesh, new() { Successor = $"{Port}@2" });
        await mesh.Lifecycle.RetireAsync($"{Port}@1", new() { Reason = "Cents are in 2." }, Cancel);

        DataMeshException opened = await Assert.ThrowsAsync<DataMeshException>(() => mesh.As("finance").OpenAsync($"{Port}@1", cancellationToken: Cancel));
        DataMeshException read = await Assert.ThrowsAsync<DataMeshException>(() => Streams.ToListAsync(open.ReadAsync(Cancel)));
        DataMeshException published = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Output<OrderLine>(Port).PublishAsync([], cancellationToken: Cancel));

        Assert.Equal((DataMeshErrorKind.Retired, DataMeshErrorKind.Retired, DataMeshErrorKind.Retired), (opened.Kind, read.Kind, published.Kind));
        Assert.Equal($"Cannot open '{Port}@1': it is retired. Use '{Port}@2' instead. Cents are in 2. Change the name and, where columns differ, the record.", opened.Message);
        Assert.StartsWith($"Cannot publish to '{Port}@1': it is retired.", published.Message, StringComparison.Ordinal);
        IInputPort<Amount> own = await mesh.As(Steward).OpenAsync<Amount>($"{Port}@1", cancellationToken: Cancel);
        Assert.Single(await Streams.ToListAsync(own.ReadAsync(Cancel)));
        Assert.Equal(2, (await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel)).Source.Major);
    }

    [Fact]
    public async Task A_retired_port_looks_absent_to_whom_it_always_did()
    {
        await using Mesh mesh = await _scene.PublishedAsync(port => port.Grant("audit", g => g.ToDomain("audit")));
        await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Gone.", Force = true }, Cancel);
        await using Mesh unnamed = _scene.Open();

        await Assert.ThrowsAsync<PortNotFoundException>(() => unnamed.OpenAsync(Port, cancellationToken: Cancel));
        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("finance").OpenAsync("sales/orders/other", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Nothing_leads_back_from_retired()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Gone.", Force = true }, Cancel);

        DataMeshException activated = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Lifecycle.ActivateAsync(Port, "Back.", Cancel));
        DataMeshException deprecated = await Assert.ThrowsAsync<DataMeshException>(() => DeprecateAsync(mesh));
        await using Mesh newer = _scene.Producer(port => port.Version("1.1.0").Describe("Again."));
        DataMeshException registered = await Assert.ThrowsAsync<DataMeshException>(() => newer.RegisterAsync(Cancel));
        await using Mesh same = _scene.Producer();
        await same.RegisterAsync(Cancel);

        Assert.All([activated, deprecated], e => Assert.Contains("it is retired, and that is for good. Give what comes a new major version, for example 2.0.0.", e.Message, StringComparison.Ordinal));
        Assert.Contains("major version 1 is retired, and that is for good. Declare what comes as 2.0.0", registered.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retired_port_is_not_asked_for()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Gone.", Force = true }, Cancel);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.As("marketing").Access.RequestAsync(Port, new AccessRequest { Purpose = "campaigns" }, Cancel));

        Assert.Equal($"Cannot request access to '{Port}@1': it is retired. Gone. Ask the owner (sales@shop.example) what comes instead.", refused.Message);
    }

    [Fact]
    public async Task Only_the_product_and_its_stewards_move_a_port()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        IDataMesh stranger = mesh.As("finance");

        await Assert.ThrowsAsync<PolicyDeniedException>(() => DeprecateAsync(stranger));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => stranger.Lifecycle.RetireAsync(Port, new() { Reason = "Mine." }, Cancel));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => stranger.Lifecycle.ActivateAsync(Port, "Mine.", Cancel));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(stranger.Lifecycle.ListConsumersAsync(Port, Cancel)));
        await DeprecateAsync(mesh.As(Steward));
        Assert.Contains(_scene.Log.Lines, l => l.Contains($"Port '{Port}@1' is Deprecated now, by 'sue'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_in_words()
    {
        await using Mesh mesh = await _scene.PublishedAsync(port => port.Status(LifecycleStatus.Draft), _ => { });

        Dictionary<string, Func<Task>> attempts = new()
        {
            ["it is a draft, which nobody relies on"] = () => DeprecateAsync(mesh),
            ["is no port of this mesh"] = () => mesh.Lifecycle.DeprecateAsync($"{Port}@2", new() { Successor = "sales/orders/lnies" }, Cancel),
            ["it cannot be its own Successor"] = () => mesh.Lifecycle.DeprecateAsync($"{Port}@2", new() { Successor = $"{Port}@2" }, Cancel),
            ["EndOfLife (2026-01-01) is before EndOfSupport (2026-02-01)"] = () => mesh.Lifecycle.DeprecateAsync($"{Port}@2", new() { EndOfLife = new(2026, 1, 1), EndOfSupport = new(2026, 2, 1) }, Cancel),
            ["it has 2 major versions. Name one"] = () => mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Which?" }, Cancel),
            ["the product has no such port"] = () => mesh.Lifecycle.RetireAsync("sales/orders/other", new() { Reason = "Which?" }, Cancel),
        };

        foreach ((string expected, Func<Task> attempt) in attempts)
            Assert.Contains(expected, (await Assert.ThrowsAsync<DataMeshException>(attempt)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _scene.Producer(port => port.Status(LifecycleStatus.Retired)));
    }

    [Fact]
    public async Task Two_stewards_who_move_a_port_at_once_leave_one_history()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh other = _scene.Open();

        await Task.WhenAll(DeprecateAsync(mesh.As(Steward), new() { Reason = "One." }), DeprecateAsync(other.As(Steward), new() { Reason = "Two." }));

        Assert.Equal(["1.yaml", "2.yaml", "3.yaml"], Directory.EnumerateFiles(Path.Combine(_scene.Folder, "sales", "orders", "heads")).Select(Path.GetFileName).Order());
        IInputPort port = await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel);
        Assert.Contains((await port.GetContractAsync(Cancel)).Deprecation!.Reason, (string?[])["One.", "Two."]);
    }
}
