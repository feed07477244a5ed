using System.ComponentModel.DataAnnotations;
using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Erasure;

/// <summary>What a product of another domain makes of customers.</summary>
[DataSchema]
internal sealed partial record Mailing
{
    [Key]
    public required Guid Id { get; init; }

    [Classified(Classification.Confidential, Category.Personal)]
    public required string Email { get; init; }
}

/// <summary>Who may have copied erased rows is obliged to erase them too, says that it did, and the owner knows who has not.</summary>
public sealed class ObligationTests : IDisposable
{
    private const string Ann = "ann@example.com", Case = "case 4711", Mails = "billing/invoices/mails";

    private static readonly EraseOptions Options = new() { Reference = Case, Deadline = TimeSpan.FromDays(10) };

    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Consumers_by_agreement_and_products_that_declare_the_port_are_obliged_and_the_owner_sees_who_has_acknowledged()
    {
        await using Mesh mesh = await ProducerAsync(), billing = Invoices();
        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);
        await billing.RegisterAsync(Cancel);
        IOutputPort<Customer> port = mesh.Output<Customer>(AccessScene.Port);

        EraseResult erased = await port.EraseAsync(c => c.Email == Ann, Options, Cancel);
        ErasureObligation campaigns = await OwnAsync(mesh.As("marketing")), invoices = await OwnAsync(billing);
        ErasureObligation done = await mesh.As("marketing").Access.AcknowledgeAsync(campaigns.Id, "removed from the campaign database, ticket 9", Cancel);
        ErasureProof proof = Assert.Single(await Streams.ToListAsync(port.ListErasuresAsync(Cancel)));
        await billing.Access.AcknowledgeAsync(invoices.Id, "mails are made anew", Cancel);
        ErasureProof later = Assert.Single(await Streams.ToListAsync(port.ListErasuresAsync(Cancel)));

        Assert.Equal([campaigns, invoices], erased.Obligations);
        Assert.Equal((agreement.Id, (DomainName)"marketing", null), (campaigns.Agreement, campaigns.Consumer.Domain, campaigns.Product));
        Assert.Equal((null, (ProductName?)"billing/invoices"), (invoices.Agreement, invoices.Product));
        Assert.All(erased.Obligations, o => Assert.Equal((erased.Id, new PortReference(AccessScene.Port, 1)), (o.Erasure, o.Port)));
        Assert.All(erased.Obligations, o => Assert.InRange(o.Due, _scene.Time.GetUtcNow().AddDays(9), _scene.Time.GetUtcNow().AddDays(10)));
        IInputPort customers = await mesh.OpenAsync(AccessScene.Port, cancellationToken: Cancel);
        Assert.All(erased.Obligations, o => Assert.Equal(o.Snapshot, customers.ListSnapshotsAsync(Cancel).ToBlockingEnumerable(Cancel).Single().Id));
        Assert.Equal("removed from the campaign database, ticket 9", done.Acknowledgement?.Proof);
        Assert.Equal((erased.Id, Case, true), (proof.Id, proof.Reference, proof.Result!.IsComplete));
        Assert.Equal([false, true], proof.Result.Obligations.Select(o => o.Acknowledgement is null));
        Assert.Equal(1, proof.Result.RowsErased);
        Assert.Equal($"product:{invoices.Consumer.Product}", later.Result!.Obligations[1].Acknowledgement?.By);
        Assert.Empty(await Streams.ToListAsync(mesh.As("support").Access.ListObligationsAsync(Cancel)));
    }

    [Fact]
    public async Task An_obligation_says_neither_the_case_nor_which_rows()
    {
        await using Mesh mesh = await ProducerAsync();
        await AccessScene.AgreeAsync(mesh);

        await mesh.Output<Customer>(AccessScene.Port).EraseAsync(c => c.Email == Ann, Options, Cancel);

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_scene.Folder, "sales/customers/obligations/marketing")));
        string text = await File.ReadAllTextAsync(file, Cancel);
        Assert.DoesNotContain(Case, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doing_the_same_erasure_again_obliges_nobody_twice_and_another_one_does()
    {
        await using Mesh mesh = await ProducerAsync();
        await AccessScene.AgreeAsync(mesh);
        IOutputPort<Customer> port = mesh.Output<Customer>(AccessScene.Port);
        EraseResult first = await port.EraseAsync(c => c.Email == Ann, Options, Cancel);
        await mesh.As("marketing").Access.AcknowledgeAsync(first.Obligations[0].Id, "done", Cancel);

        EraseResult again = await port.EraseAsync(c => c.Email == Ann, Options, Cancel);
        await OwnAsync(mesh.As("marketing"));
        EraseResult other = await port.EraseAsync(c => c.City == "Bonn", Options with { Reference = "case 4712" }, Cancel);

        Assert.Equal((first.Obligations[0].Id, "done"), (Assert.Single(again.Obligations).Id, again.Obligations[0].Acknowledgement?.Proof));
        List<ErasureObligation> all = await Streams.ToListAsync(mesh.As("marketing").Access.ListObligationsAsync(Cancel));
        Assert.Equal([other.Obligations[0].Id, first.Obligations[0].Id], all.Select(o => o.Id));
        Assert.Equal([other.Id, again.Id, first.Id], (await Streams.ToListAsync(port.ListErasuresAsync(Cancel))).Select(p => p.Id));
        Assert.Equal(first.Id, (await Streams.ToListAsync(port.ListErasuresAsync(Cancel)))[1].Result!.Obligations[0].Erasure);
    }

    [Fact]
    public async Task Only_who_is_obliged_acknowledges_the_first_word_stays_and_only_the_owner_lists_erasures()
    {
        await using Mesh mesh = await ProducerAsync();
        await AccessScene.AgreeAsync(mesh);
        EraseResult erased = await mesh.Output<Customer>(AccessScene.Port).EraseAsync(c => c.Email == Ann, Options, Cancel);
        Guid id = erased.Obligations[0].Id;

        DataMeshException stranger = await Assert.ThrowsAsync<DataMeshException>(() => mesh.As("support").Access.AcknowledgeAsync(id, "not mine", Cancel));
        await mesh.As("marketing").Access.AcknowledgeAsync(id, "first", Cancel);
        ErasureObligation second = await mesh.As("marketing").Access.AcknowledgeAsync(id, "second", Cancel);

        Assert.Equal(DataMeshErrorKind.NotFound, stranger.Kind);
        Assert.Equal("first", second.Acknowledgement?.Proof);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(mesh.As("marketing").Output<Customer>(AccessScene.Port).ListErasuresAsync(Cancel)));
        Assert.Single(await Streams.ToListAsync(mesh.As(AccessScene.Steward).Output<Customer>(AccessScene.Port).ListErasuresAsync(Cancel)));
        await using Mesh nobody = _scene.Open();
        Assert.Equal(DataMeshErrorKind.InvalidRequest, (await Assert.ThrowsAsync<DataMeshException>(() => Streams.ToListAsync(nobody.Access.ListObligationsAsync(Cancel)))).Kind);
    }

    [Fact]
    public async Task What_is_no_acknowledgement_of_this_obligation_leaves_it_open()
    {
        await using Mesh mesh = await ProducerAsync();
        await AccessScene.AgreeAsync(mesh);
        IOutputPort<Customer> port = mesh.Output<Customer>(AccessScene.Port);
        Guid one = (await port.EraseAsync(c => c.Email == Ann, Options, Cancel)).Obligations[0].Id;
        await mesh.As("marketing").Access.AcknowledgeAsync(one, "done", Cancel);
        Guid two = (await port.EraseAsync(c => c.City == "Bonn", Options, Cancel)).Obligations[0].Id, three = (await port.EraseAsync(c => c.City == "Graz", Options, Cancel)).Obligations[0].Id;
        string folder = Path.Combine(_scene.Folder, "marketing/_consumer/erasures");

        File.Copy(Path.Combine(folder, $"{one:D}.yaml"), Path.Combine(folder, $"{two:D}.yaml"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{three:D}.yaml"), "proof: [", Cancel);

        List<ErasureProof> proofs = await Streams.ToListAsync(port.ListErasuresAsync(Cancel));
        Assert.Equal([true, true, false], proofs.Select(p => p.Result!.Obligations[0].Acknowledgement is null));
    }

    [Fact]
    public async Task A_derived_port_that_is_made_anew_and_forgets_its_history_leaves_no_file_with_the_rows()
    {
        await using Mesh mesh = await ProducerAsync(), billing = Invoices();
        await billing.RefreshAsync(Mails, Cancel);
        await mesh.Output<Customer>(AccessScene.Port).EraseAsync(c => c.Email == Ann, Options, Cancel);
        Assert.NotEmpty(RootBytes.FilesWith(_scene.Folder, Ann));
        ErasureObligation obligation = await OwnAsync(billing);

        await billing.RefreshIfChangedAsync(Mails, Cancel);
        EraseResult own = await billing.Output<Mailing>(Mails).EraseAsync(m => m.Email == Ann, new EraseOptions { Reference = $"{obligation.Id}" }, Cancel);
        await billing.Access.AcknowledgeAsync(obligation.Id, $"erasure {own.Id}", Cancel);

        Assert.Empty(RootBytes.FilesWith(_scene.Folder, Ann));
        Assert.Equal(2, (await Streams.ToListAsync((await billing.OpenAsync<Mailing>(Mails, cancellationToken: Cancel)).ReadAsync(Cancel))).Count);
    }

    private static async Task<ErasureObligation> OwnAsync(IDataMesh consumer) => Assert.Single(await Streams.ToListAsync(consumer.Access.ListObligationsAsync(Cancel)));

    private Task<Mesh> ProducerAsync() => _scene.PublishedAsync(p => p.Grant("billing", g => g.ToDomain("billing").Mask(c => c.Email, Mask.None)));

    private Mesh Invoices() => _scene.Open(m => m.AddDomain("billing", d => d.AddProduct("invoices", p => p
        .Input<CustomerMail>($"{AccessScene.Port}@1")
        .Output<Mailing>("mails", o => o.FromSql("select id, email from current")))));
}
