using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The record that proves an erasure, without a value or a condition: a file that it began, another how it ended; described in <c>docs/protocol/erasures.md</c>.</summary>
internal sealed class ErasureRecord(MeshServices services, PortBinding port, Guid id, string reference, string by)
{
    public const string Format = "datamesh-erasure";

    private readonly DocumentFiles _files = new(services.Store);

    public Task BeginAsync(CancellationToken cancellationToken) => WriteAsync(1, Header("begun"), cancellationToken);

    public Task EndAsync(EraseResult result, CancellationToken cancellationToken)
    {
        YamlMapping document = Header(result.IsComplete ? "complete" : "incomplete")
            .Add("rowsErased", result.RowsErased).Add("quarantinedRowsErased", result.QuarantinedRowsErased).Add("snapshotsExpired", result.SnapshotsExpired)
            .Add("filesDeleted", result.FilesDeleted).Add("failures", result.Failures).Add("unfinishedFiles", result.UnfinishedFiles)
            .AddOptional("obligations", YamlSequence.Of([.. result.Obligations.Select(Write)]));
        return WriteAsync(2, document, cancellationToken);
    }

    // One of an earlier erasure of the same case says so.
    private YamlMapping Write(ErasureObligation obligation) => ObligationDocument.AddTo(new YamlMapping().AddOptional("erasure", obligation.Erasure == id ? null : obligation.Erasure.ToString("D")), obligation);

    private YamlMapping Header(string status) => new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("id", id.ToString("D")).Add("port", port.Reference.ToString())
        .Add("reference", reference).Add("status", status).Add("at", InstantText.Spell(services.Time.GetUtcNow())).Add("by", by);

    private async Task WriteAsync(long number, YamlMapping document, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Erasure(port.Output.TablePath, id, number);
        await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false);
    }
}
