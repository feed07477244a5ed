using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Acknowledgements in the prefixes of consumers: one create-only file for each obligation.</summary>
/// <remarks>What lies there is a stranger's word. It counts only if it is short, well formed, and about the obligation it is called by; and even then nobody has looked whether it is true.</remarks>
internal sealed class AcknowledgementFiles(ObjectStore store)
{
    private const string Format = "datamesh-erasure-acknowledgement";
    private const int MaximumBytes = 1 << 16;

    private readonly DocumentFiles _files = new(store);

    /// <summary>Writes an acknowledgement; the first one stays.</summary>
    public async Task WriteAsync(ErasureObligation obligation, ErasureAcknowledgement said, CancellationToken cancellationToken)
    {
        ObjectPath path = PathOf(obligation);
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("obligation", obligation.Id.ToString("D")).Add("erasure", obligation.Erasure.ToString("D"))
            .Add("port", obligation.Port.ToString()).Add("proof", said.Proof).Add("at", InstantText.Spell(said.At)).Add("by", said.By);
        await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The obligation with what its consumer says.</summary>
    public async Task<ErasureObligation> CompleteAsync(ErasureObligation obligation, CancellationToken cancellationToken)
    {
        try
        {
            if (await _files.TryReadAsync(PathOf(obligation), MaximumBytes, cancellationToken).ConfigureAwait(false) is not { } file)
                return obligation;
            YamlMapping document = file.Parse();
            FormatHeader.Check(document, Format, 1);
            return document.GetText("obligation") != obligation.Id.ToString("D") ? obligation
                : obligation with { Acknowledgement = new() { Proof = document.GetText("proof"), At = InstantText.Read(document.GetScalar("at")), By = document.GetText("by") } };
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return obligation;
        }
    }

    // A product of another domain would be another prefix.
    private static ObjectPath PathOf(ErasureObligation obligation) =>
        MeshLayout.Acknowledgement(obligation.Consumer.Domain, obligation.Product is { } product && product.Domain == obligation.Consumer.Domain ? product.Product : null, obligation.Id);
}
