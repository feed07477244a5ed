using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>The records of a port's erasures, with what consumers have acknowledged since.</summary>
internal sealed class ErasureHistory(MeshServices services, PortBinding port)
{
    private readonly DocumentFiles _files = new(services.Store);
    private readonly AcknowledgementFiles _acknowledgements = new(services.Store);

    /// <summary>The records, newest first.</summary>
    public async IAsyncEnumerable<ErasureProof> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        await foreach (string name in services.Store.ListChildrenAsync(MeshLayout.Erasures(port.Output.TablePath), cancellationToken).ConfigureAwait(false))
            if (Guid.TryParseExact(name, "D", out Guid id))
                ids.Add(id);
        // A UUIDv7 begins with its time: by name is by age.
        ids.Sort(static (a, b) => string.CompareOrdinal(b.ToString("N"), a.ToString("N")));
        foreach (Guid id in ids)
            if (await ReadAsync(id, 1, cancellationToken).ConfigureAwait(false) is { } begun)
                yield return await ReadAsync(id, begun, await ReadAsync(id, 2, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureProof> ReadAsync(Guid id, YamlMapping begun, YamlMapping? ended, CancellationToken cancellationToken) => new()
    {
        Id = id,
        Port = port.Reference,
        Reference = begun.GetText("reference"),
        By = begun.GetText("by"),
        BegunAt = InstantText.Read(begun.GetScalar("at")),
        EndedAt = ended is null ? null : InstantText.Read(ended.GetScalar("at")),
        Result = ended is null ? null : await ReadResultAsync(id, ended, cancellationToken).ConfigureAwait(false),
    };

    private async Task<EraseResult> ReadResultAsync(Guid id, YamlMapping ended, CancellationToken cancellationToken)
    {
        List<ErasureObligation> obligations = [];
        // Of a record that an earlier version wrote, obligations have no id and nobody was told of them.
        foreach (YamlMapping entry in ended.GetMappings("obligations").Where(o => o.FindText("id") is not null))
            obligations.Add(await _acknowledgements.CompleteAsync(ObligationDocument.Read(entry, entry.FindScalar("erasure")?.Parse<Guid>("id of an erasure") ?? id, port.Reference), cancellationToken).ConfigureAwait(false));
        return new EraseResult
        {
            Id = id,
            RowsErased = ended.GetCount("rowsErased"),
            QuarantinedRowsErased = ended.GetCount("quarantinedRowsErased"),
            SnapshotsExpired = (int)ended.GetCount("snapshotsExpired"),
            FilesDeleted = (int)ended.GetCount("filesDeleted"),
            Failures = (int)ended.GetCount("failures"),
            UnfinishedFiles = (int)ended.GetCount("unfinishedFiles"),
            Obligations = obligations,
        };
    }

    private async Task<YamlMapping?> ReadAsync(Guid id, long number, CancellationToken cancellationToken)
    {
        if (await _files.TryReadAsync(MeshLayout.Erasure(port.Output.TablePath, id, number), cancellationToken).ConfigureAwait(false) is not { } file)
            return null;
        YamlMapping document = file.Parse();
        FormatHeader.Check(document, ErasureRecord.Format, 1);
        return document;
    }
}
