namespace DataMesh;

/// <summary>An obligation to erase in documents; described in <c>docs/protocol/erasures.md</c>.</summary>
internal static class ObligationDocument
{
    private const string Format = "datamesh-erasure-obligation";

    /// <summary>The file that the consumer finds.</summary>
    public static YamlMapping Write(ErasureObligation obligation) =>
        AddTo(new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("erasure", obligation.Erasure.ToString("D")).Add("port", obligation.Port.ToString()), obligation);

    public static ErasureObligation Read(YamlMapping document)
    {
        FormatHeader.Check(document, Format, 1);
        return Read(document, document.GetValue<Guid>("erasure"), document.GetValue<PortReference>("port"));
    }

    /// <summary>Adds what the record of an erasure says of an obligation.</summary>
    public static YamlMapping AddTo(YamlMapping entry, ErasureObligation obligation)
    {
        entry.Add("id", obligation.Id.ToString("D")).AddOptional("agreement", obligation.Agreement?.ToString("D")).Add("domain", obligation.Consumer.Domain.ToString())
            .AddOptional("product", obligation.Consumer.Product?.ToString()).AddOptional("productName", obligation.Product?.ToString()).AddOptional("user", obligation.Consumer.User);
        if (obligation.Snapshot is long snapshot)
            entry.Add("snapshot", snapshot);
        return entry.Add("due", InstantText.Spell(obligation.Due));
    }

    /// <summary>Reads what the record of an erasure says of an obligation.</summary>
    public static ErasureObligation Read(YamlMapping entry, Guid erasure, PortReference port) => new()
    {
        Id = entry.GetValue<Guid>("id"),
        Erasure = erasure,
        Port = port,
        Snapshot = entry.FindCount("snapshot"),
        Agreement = entry.FindScalar("agreement")?.Parse<Guid>("id of an agreement"),
        Consumer = new AgreementConsumer { Domain = entry.GetValue<DomainName>("domain"), Product = entry.FindScalar("product")?.Parse<ProductId>("product id"), User = entry.FindText("user") },
        Product = entry.FindScalar("productName")?.Parse<ProductName>("product name"),
        Due = InstantText.Read(entry.GetScalar("due")),
    };
}
