namespace DataMesh;

/// <summary>
/// A state of an access agreement as a document of the Open Access Agreement Standard; described in <c>docs/protocol/agreements.md</c>. Reading is
/// strict: what this version does not know could limit the agreement, so it makes the document unreadable, which gives nothing.
/// </summary>
internal static class AgreementDocument
{
    private const string ApiVersion = "v1.0.0";
    private const string Kind = "AccessAgreement";

    private static readonly string[] _ownKeys = ["number", "offer", "requestedBy", "requestedAt", "decidedBy", "decidedAt", "comment"];

    /// <summary>The document of a state.</summary>
    public static YamlMapping Write(AccessAgreement agreement)
    {
        YamlMapping root = new();
        root.Add("apiVersion", ApiVersion).Add("kind", Kind).Add("id", agreement.Id.ToString("D")).Add("status", EnumText.Spell(agreement.Status))
            .Add("description", new YamlMapping().Add("purpose", agreement.Purpose.ToString()).AddOptional("usage", agreement.Justification))
            .Add("provider", new YamlMapping()
                .Add("teamId", agreement.Port.Port.Product.Domain.ToString()).Add("dataProductId", agreement.Provider.ToString()).Add("outputPortId", agreement.Port.ToString()))
            .Add("consumer", new YamlMapping()
                .Add("teamId", agreement.Consumer.Domain.ToString()).AddOptional("dataProductId", agreement.Consumer.Product?.ToString()).AddOptional("userId", agreement.Consumer.User))
            .AddOptional("startTimestamp", Spell(agreement.Start)).AddOptional("endTimestamp", Spell(agreement.End)).AddOptional("nextReassessmentTimestamp", Spell(agreement.NextReassessment));
        CustomProperties custom = new();
        custom.Values.Add("number", agreement.Number).AddOptional("offer", agreement.Offer)
            .Add("requestedBy", agreement.RequestedBy).AddOptional("requestedAt", Spell(agreement.RequestedAt))
            .AddOptional("decidedBy", agreement.DecidedBy).AddOptional("decidedAt", Spell(agreement.DecidedAt)).AddOptional("comment", agreement.Comment);
        custom.WriteTo(root);
        return root;
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the place.</exception>
    public static AccessAgreement Read(YamlMapping root)
    {
        CheckHeader(root);
        YamlMapping description = Strict(root, "description", "purpose", "usage");
        YamlMapping custom = CustomProperties.Of(root).Values;
        custom.RefuseUnknownKeys(_ownKeys);
        return new AccessAgreement
        {
            Id = ReadId(root),
            Number = custom.GetCount("number") is >= 1 and var number ? number : throw custom.GetScalar("number").Error("states are numbered from 1."),
            Status = root.GetScalar("status").ParseEnum<AgreementStatus>("status"),
            Purpose = description.GetValue<Purpose>("purpose"),
            Justification = description.FindText("usage"),
            Provider = root.GetMapping("provider").GetValue<ProductId>("dataProductId"),
            Port = ReadPort(Strict(root, "provider", "teamId", "dataProductId", "outputPortId")),
            Consumer = ReadConsumer(Strict(root, "consumer", "teamId", "dataProductId", "userId")),
            Start = FindInstant(root, "startTimestamp"),
            End = FindInstant(root, "endTimestamp"),
            NextReassessment = FindInstant(root, "nextReassessmentTimestamp"),
            Offer = custom.FindText("offer"),
            RequestedBy = custom.GetText("requestedBy"),
            RequestedAt = FindInstant(custom, "requestedAt") ?? throw custom.Error("'datamesh.requestedAt' is missing."),
            DecidedBy = custom.FindText("decidedBy"),
            DecidedAt = FindInstant(custom, "decidedAt"),
            Comment = custom.FindText("comment"),
        };
    }

    private static void CheckHeader(YamlMapping root)
    {
        if (root.GetText("kind") != Kind)
            throw root.GetScalar("kind").Error($"'{Kind}' is expected.");
        if (root.GetText("apiVersion") != ApiVersion)
            throw root.GetScalar("apiVersion").Error($"only '{ApiVersion}' of the Open Access Agreement Standard can be read. Update the application.", DataMeshErrorKind.IncompatibleVersion);
        root.RefuseUnknownKeys("apiVersion", "kind", "id", "status", "description", "provider", "consumer", "startTimestamp", "endTimestamp", "nextReassessmentTimestamp", "customProperties");
    }

    private static YamlMapping Strict(YamlMapping root, string key, params ReadOnlySpan<string> known)
    {
        YamlMapping element = root.GetMapping(key);
        element.RefuseUnknownKeys(known);
        return element;
    }

    private static Guid ReadId(YamlMapping root) => Guid.TryParseExact(root.GetText("id"), "D", out Guid id) ? id : throw root.GetScalar("id").Error("this is not the id of an agreement.");

    private static PortReference ReadPort(YamlMapping provider)
    {
        PortReference port = provider.GetValue<PortReference>("outputPortId");
        if (port.Major is null)
            throw provider.GetScalar("outputPortId").Error("the major version of the port is missing.");
        return provider.GetValue<DomainName>("teamId") == port.Port.Product.Domain ? port : throw provider.GetScalar("teamId").Error("the port is of another domain.");
    }

    private static AgreementConsumer ReadConsumer(YamlMapping consumer)
    {
        AgreementConsumer read = new() { Domain = consumer.GetValue<DomainName>("teamId"), Product = consumer.FindScalar("dataProductId")?.Parse<ProductId>("product id"), User = consumer.FindText("userId") };
        return read is { Product: not null, User: not null } ? throw consumer.Error("a product and a user at once cannot consume.")
            : read.User is "" ? throw consumer.Error("the user has no name.") : read;
    }

    private static string? Spell(DateTimeOffset? instant) => instant is { } known ? InstantText.Spell(known) : null;

    private static DateTimeOffset? FindInstant(YamlMapping element, string key) => element.FindScalar(key) is { } scalar ? InstantText.Read(scalar) : null;
}
