using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>One head of a product: what the product consists of, pinned by digests. Described in <c>docs/protocol/heads.md</c>.</summary>
internal sealed record ProductHead
{
    private const string Format = "datamesh-head";
    private const int FormatVersion = 1;

    /// <summary>The number; the highest is the product's current head.</summary>
    public required long Number { get; init; }

    /// <summary>The product's identity.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The product's name.</summary>
    public required ProductName Name { get; init; }

    /// <summary>The descriptor.</summary>
    public required PinnedFile Descriptor { get; init; }

    /// <summary>The contracts, one per output port and major version.</summary>
    public required IReadOnlyList<PinnedContract> Contracts { get; init; }

    /// <summary>The policy document; its number is the epoch.</summary>
    public required PinnedFile Policy { get; init; }

    /// <summary>The access agreements, each in its newest state, in the order of their ids.</summary>
    public IReadOnlyList<PinnedAgreement> Agreements { get; init; } = [];

    /// <summary>Why there is this head; null when code was registered.</summary>
    public HeadChange? Change { get; init; }

    /// <summary>The head before this one; null for the first.</summary>
    public PinnedFile? Previous { get; init; }

    /// <summary>The document of the head.</summary>
    public YamlMapping Write()
    {
        YamlMapping root = new();
        root.Add("format", Format).Add("formatVersion", FormatVersion)
            .Add("number", Number).Add("product", Product.ToString()).Add("name", Name.ToString())
            .Add("descriptor", Pin(Descriptor, "number"))
            .Add("contracts", YamlSequence.Of(Contracts.Select(c => new YamlMapping()
                .Add("port", c.Port).Add("version", c.Version.ToString()).Add("path", c.Path).Add("sha256", c.Sha256))))
            .Add("policy", Pin(Policy, "epoch"))
            .AddOptional("agreements", YamlSequence.Of(Agreements.Select(a => new YamlMapping()
                .Add("id", a.Id.ToString("D")).Add("consumer", a.Consumer.ToString()).Add("number", a.Number).Add("path", a.Path).Add("sha256", a.Sha256))));
        if (Change is { } change)
            root.Add("change", new YamlMapping().Add("by", change.By).Add("at", InstantText.Spell(change.At)).Add("reason", change.Reason));
        if (Previous is not null)
            root.Add("previous", Pin(Previous, "number"));
        return root;
    }

    /// <summary>Commits the head; false when somebody else took its number.</summary>
    public Task<bool> TryCreateAsync(DocumentFiles files, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Head(Name, Number);
        return files.TryCreateAsync(path, YamlText.Write(path.ToString(), Write()), cancellationToken);
    }

    /// <summary>Copies the descriptor to where people look first. The head is committed: a copy that cannot be written takes nothing back.</summary>
    public async Task CopyDescriptorAsync(DocumentFiles files, CancellationToken cancellationToken)
    {
        try
        {
            if (await files.TryReadAsync(MeshLayout.Product(Name) / Descriptor.Path, cancellationToken).ConfigureAwait(false) is { } descriptor)
                await files.Store.WriteAllAsync(MeshLayout.DescriptorHint(Name), descriptor.Content, default, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException)
        {
        }
    }

    /// <summary>Reads a head. Keys that it has no place for are left out.</summary>
    public static ProductHead Read(YamlMapping root)
    {
        FormatHeader.Check(root, Format, FormatVersion);
        return new ProductHead
        {
            Number = root.GetCount("number"),
            Product = root.GetValue<ProductId>("product"),
            Name = root.GetValue<ProductName>("name"),
            Descriptor = ReadPin(root.GetMapping("descriptor"), "number"),
            Contracts = [.. root.GetMappings("contracts").Select(c => new PinnedContract(c.GetText("port"), c.GetValue<SemanticVersion>("version"), ReadPath(c), c.GetText("sha256")))],
            Policy = ReadPin(root.GetMapping("policy"), "epoch"),
            Agreements = ReadAgreements(root),
            Change = root.FindMapping("change") is { } change ? new HeadChange(change.GetText("by"), InstantText.Read(change.GetScalar("at")), change.GetText("reason")) : null,
            Previous = root.FindMapping("previous") is { } previous ? ReadPin(previous, "number") : null,
        };
    }

    // The folder says whose an agreement is: a path of another one could let a consumer's own file count.
    private static List<PinnedAgreement> ReadAgreements(YamlMapping root)
    {
        List<PinnedAgreement> agreements = [];
        HashSet<Guid> ids = [];
        foreach (YamlMapping item in root.GetMappings("agreements"))
        {
            PinnedAgreement pinned = new(item.GetValue<Guid>("id"), item.GetValue<DomainName>("consumer"), item.GetCount("number"), item.GetText("path"), item.GetText("sha256"));
            if (pinned.Path != MeshLayout.Agreement(pinned.Consumer, pinned.Id, pinned.Number))
                throw item.GetScalar("path").Error("this is not where the state of that number of that agreement lies.");
            agreements.Add(ids.Add(pinned.Id) ? pinned : throw item.Error("the agreement appears twice."));
        }
        return agreements;
    }

    private static YamlMapping Pin(PinnedFile file, string number) => new YamlMapping().Add(number, file.Number).Add("path", file.Path).Add("sha256", file.Sha256);

    private static PinnedFile ReadPin(YamlMapping pin, string number) => new(pin.GetCount(number), ReadPath(pin), pin.GetText("sha256"));

    private static string ReadPath(YamlMapping pin) => ObjectPath.TryParse(pin.GetText("path"), out ObjectPath path) && !path.IsRoot ? path.ToString()
        : throw pin.GetScalar("path").Error("this is not the path of a file below the product's folder.");
}
