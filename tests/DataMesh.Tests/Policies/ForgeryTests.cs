using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>What somebody writes into the folder himself gives nothing and breaks nothing.</summary>
public sealed class ForgeryTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_self_written_approval_counts_for_nothing_wherever_it_lies()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement real = await AccessScene.AgreeAsync(mesh);
        string approval = await File.ReadAllTextAsync(Approval(real, "marketing"), Cancel);
        AccessAgreement request = await mesh.As("risk").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        string forged = approval.Replace(real.Id.ToString("D"), request.Id.ToString("D"), StringComparison.Ordinal).Replace("teamId: marketing", "teamId: risk", StringComparison.Ordinal);

        await WriteAsync(Approval(request, "risk"), forged);
        await WriteAsync(RequestFile("risk", request.Id), forged);
        await WriteAsync(RequestFile("risk", request.Id, 2), forged);

        await using Mesh other = _scene.Open(m => m.RunAs("risk"));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(other, "campaigns"));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("risk"), "campaigns"));
        Assert.Equal([real], await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
    }

    [Fact]
    public async Task A_consumer_cannot_lengthen_what_it_was_given()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);
        string file = Approval(agreement, "marketing");
        await WriteAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace($"offer\n    value: {AccessScene.Regional}", "offer\n    value: whole", StringComparison.Ordinal));
        await WriteAsync(file.Replace("2.yaml", "3.yaml", StringComparison.Ordinal), await File.ReadAllTextAsync(file, Cancel));

        await using Mesh other = _scene.Open(m => m.RunAs("marketing"));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(other, "campaigns"));
        await using Mesh owner = _scene.Producer();
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(owner.As("marketing"), "campaigns"));
        Assert.Contains(_scene.Log.Lines, l => l.Contains("AgreementUnreadable", StringComparison.Ordinal) && l.Contains("SHA-256", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_agreement_denies_its_holder_only()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement damaged = await AccessScene.AgreeAsync(mesh);
        AccessAgreement request = await mesh.As("risk").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        await mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel);
        File.Delete(Approval(damaged, "marketing"));

        await using Mesh other = _scene.Open();

        Assert.Equal(2, (await AccessScene.ReadAsync(other.As("risk"), "campaigns")).Length);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(other.As("marketing"), "campaigns"));
    }

    [Theory]
    [InlineData("teamId: marketing", "teamId: risk")]
    [InlineData("status: requested", "status: approved")]
    [InlineData("status: requested", "status: requested\nstatus: approved")]
    [InlineData("status: requested", "status: requested\nterms: any")]
    [InlineData("status: requested", "status: &a requested\nx: *a")]
    [InlineData("status: requested", "status: !!python/object requested")]
    [InlineData("current@1", "current@7")]
    [InlineData("current@1", "current")]
    [InlineData("sales/customers/current", "sales/../customers")]
    [InlineData("number\n    value: 1", "number\n    value: 9")]
    [InlineData("purpose: campaigns", "purpose: \"\"")]
    [InlineData("teamId: marketing", "teamId: marketing\n  dataProductId: urn:datamesh:0198c0de-0000-7000-8000-000000000001:0198c0de-0000-7000-8000-000000000002")]
    public async Task A_request_that_is_not_what_its_place_says_is_none(string right, string wrong)
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        string file = RequestFile("marketing", request.Id);
        string text = await File.ReadAllTextAsync(file, Cancel);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await WriteAsync(file, text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Empty(await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
        Assert.Empty(await Streams.ToListAsync(mesh.As("risk").Access.ListOwnAsync(Cancel)));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel))).Kind);
    }

    [Fact]
    public async Task Rubbish_in_the_folders_of_requests_hides_no_request()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        string requests = Path.GetDirectoryName(Path.GetDirectoryName(RequestFile("marketing", request.Id)))!;
        await WriteAsync(RequestFile("marketing", Guid.NewGuid()), new string('a', 2_000_000));
        await WriteAsync(RequestFile("marketing", Guid.NewGuid()), "a: &x [b]\nc: [*x, *x]");
        await WriteAsync(RequestFile("marketing", Guid.NewGuid()), new string('[', 50_000));
        await WriteAsync(RequestFile("marketing", Guid.NewGuid()), "\0\u0001");
        await WriteAsync(RequestFile("marketing", Guid.NewGuid()), "");
        await WriteAsync(Path.Combine(requests, "not-an-id", "1.yaml"), "x: 1");
        await WriteAsync(Path.Combine(requests, "loose.yaml"), "x: 1");
        await WriteAsync(Path.Combine(_scene.Folder, "Not A Domain", "_consumer", "requests", Guid.NewGuid().ToString("D"), "1.yaml"), "x: 1");
        await WriteAsync(Path.Combine(_scene.Folder, "risk", "_consumer", "requests"), "a file where a folder is expected");

        Assert.Equal([request], await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
        Assert.Equal(AgreementStatus.Approved, (await mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel)).Status);
    }

    [Fact]
    public async Task A_copied_id_lets_nobody_slip_in()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        string copy = (await File.ReadAllTextAsync(RequestFile("marketing", request.Id), Cancel)).Replace("teamId: marketing", "teamId: risk", StringComparison.Ordinal);
        await WriteAsync(RequestFile("risk", request.Id), copy);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel));

        Assert.Contains("2 consumers", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("risk"), "campaigns"));
    }

    [Fact]
    public async Task A_request_that_changes_after_it_was_listed_is_not_approved()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        Assert.Single(await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
        string file = RequestFile("marketing", request.Id);
        await WriteAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("purpose: campaigns", "purpose: audit", StringComparison.Ordinal));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel));
        Assert.Equal("audit", Assert.Single(await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel))).Purpose.ToString());

        Assert.Contains("changed after it was listed", error.Message, StringComparison.Ordinal);
        Assert.Equal("whole", (await mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel)).Offer);
    }

    [Fact]
    public async Task A_product_created_again_under_its_name_inherits_no_agreement_and_no_request()
    {
        AccessAgreement agreement;
        string kept;
        await using (Mesh mesh = await _scene.PublishedAsync())
        {
            agreement = await AccessScene.AgreeAsync(mesh);
            await mesh.As("risk").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
            kept = await File.ReadAllTextAsync(Approval(agreement, "marketing"), Cancel);
        }
        Directory.Delete(Path.Combine(_scene.Folder, "sales"), recursive: true);

        await using Mesh again = await _scene.PublishedAsync();
        await WriteAsync(Approval(agreement, "marketing"), kept);

        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(again.As("marketing"), "campaigns"));
        Assert.Empty(await Streams.ToListAsync(again.Access.ListAsync(AccessScene.Product, Cancel)));
        Assert.Equal(AgreementStatus.Requested, Assert.Single(await Streams.ToListAsync(again.As("marketing").Access.ListOwnAsync(Cancel))).Status);
    }

    [Fact]
    public async Task A_process_that_watched_a_product_gives_its_successor_nothing_of_it()
    {
        await using (Mesh first = await _scene.PublishedAsync())
            await AccessScene.AgreeAsync(first);
        await using Mesh consumer = _scene.Open(m => m.RunAs("marketing"));
        IInputPort port = await consumer.OpenAsync(AccessScene.Port, "campaigns", Cancel);
        Directory.Delete(Path.Combine(_scene.Folder, "sales"), recursive: true);
        await using Mesh again = await _scene.PublishedAsync();
        _scene.Time.Move(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
    }

    private string Approval(AccessAgreement agreement, string consumer) => Path.Combine(_scene.Folder, "sales", "customers", "agreements", consumer, agreement.Id.ToString("D"), "2.yaml");

    private string RequestFile(string consumer, Guid id, int number = 1) => Path.Combine(_scene.Folder, consumer, "_consumer", "requests", id.ToString("D"), $"{number}.yaml");

    private static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(false), Cancel);
    }
}
