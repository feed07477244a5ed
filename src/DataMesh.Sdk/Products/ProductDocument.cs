namespace DataMesh;

/// <summary>A data product as a document of the Open Data Product Standard of Bitol (ODPS): to read those of others, change them and write them. What a product of this mesh declares is a <see cref="DataProductDescriptor"/>.</summary>
/// <remarks>
/// Reads versions 0.9 to 1.1 and later ones of 1; writes 1.0.0, valid by the official schema. Nothing is lost, as in a <see cref="ContractDocument"/>; where 1.0.0 demands a text that the document
/// does not have, such as the status or the version of an input port, <c>unspecified</c> is written and taken out again when the document is read.
/// Properties are views of the document, see <see cref="DocumentElement"/>.
/// </remarks>
public sealed class ProductDocument : DocumentElement
{
    private static readonly StandardDocument _standard = new("product", "DataProduct", "v1.0.0", ["v0.9.", "v1."], ProductShapes.Root);

    /// <summary>Creates a product.</summary>
    /// <param name="id">What identifies the product, for example a UUID.</param>
    /// <param name="status">Where it stands in its life: <c>proposed</c>, <c>draft</c>, <c>active</c>, <c>deprecated</c>, <c>retired</c> or a word of your own.</param>
    public ProductDocument(string id, string status = "draft") : this(_standard.Create())
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(status);
        (Id, Status) = (id, status);
    }

    private ProductDocument(YamlMapping node) : base(node) { }

    /// <summary>What identifies the product.</summary>
    public string Id { get => GetText() ?? ""; set => SetText(value ?? throw new ArgumentNullException(nameof(value))); }

    /// <summary>The version of the standard that the document was read as, for example <c>v0.9.0</c>. Always written as 1.0.0.</summary>
    public string StandardVersion => GetText("apiVersion") ?? "";

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>The version of the product.</summary>
    public string? Version { get => GetText(); set => SetText(value); }

    /// <summary>Where the product stands in its life; null when the document does not say (ODPS 1.1).</summary>
    public string? Status { get => GetText(); set => SetText(value); }

    /// <summary>The kind of product: <c>sourceAligned</c>, <c>aggregate</c>, <c>consumerAligned</c> (ODPS 1.1).</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>The business area.</summary>
    public string? Domain { get => GetText(); set => SetText(value); }

    /// <summary>The organisation.</summary>
    public string? Tenant { get => GetText(); set => SetText(value); }

    /// <summary>What the product is for.</summary>
    public DocumentDescription? Description { get => GetElement(n => new DocumentDescription(n)); set => SetElement(value); }

    /// <summary>What it takes in.</summary>
    public IList<ProductInputPort> InputPorts => GetElements(n => new ProductInputPort(n));

    /// <summary>What it gives out.</summary>
    public IList<ProductOutputPort> OutputPorts => GetElements(n => new ProductOutputPort(n));

    /// <summary>Where it is observed or controlled.</summary>
    public IList<ProductManagementPort> ManagementPorts => GetElements(n => new ProductManagementPort(n));

    /// <summary>Who is behind it.</summary>
    public Team? Team { get => GetElement(n => new Team(n)); set => SetElement(value); }

    /// <summary>Ways to get help.</summary>
    public IList<SupportChannel> Support => GetElements(n => new SupportChannel(n));

    /// <summary>True when it should no longer be used (ODPS 1.1).</summary>
    public bool? Deprecated { get => GetFlag(); set => SetFlag(value); }

    /// <summary>Other names (ODPS 1.1).</summary>
    public IList<string> Synonyms => GetTexts();

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));

    /// <summary>The document of a product of this mesh.</summary>
    public static ProductDocument From(DataProductDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return new ProductDocument(ProductYaml.Write(descriptor));
    }

    /// <summary>Reads a product.</summary>
    /// <param name="yaml">The document, at most 1 MiB of UTF-8. JSON is YAML too.</param>
    /// <param name="name">What messages call it, for example the path of its file.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>, or <see cref="DataMeshErrorKind.IncompatibleVersion"/> for another version of the standard; the message names line and column.</exception>
    public static ProductDocument Parse(string yaml, string name = "product")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ProductDocument(_standard.Parse(yaml, name));
    }

    /// <summary>Reads the product of a file.</summary>
    /// <exception cref="DataMeshException">As <see cref="Parse"/>; also kind <see cref="DataMeshErrorKind.NotFound"/>.</exception>
    public static async Task<ProductDocument> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ProductDocument(await _standard.LoadAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The document as YAML of ODPS 1.0.0. Equal documents give equal texts.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the id is missing, or the document is too large or nested too deep to be read again.</exception>
    public string ToYaml() => _standard.Write(Node);
}
