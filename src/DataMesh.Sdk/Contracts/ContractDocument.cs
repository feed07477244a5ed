using System.Text;

namespace DataMesh;

/// <summary>A contract as a document of the Open Data Contract Standard (ODCS): to read those of others, change them and write them. What a port of this mesh promises is a <see cref="DataContract"/>.</summary>
/// <remarks>
/// Reads versions 3.0 to 3.2 and later ones of 3; writes 3.1.0, valid by the official schema. Nothing is lost: what 3.1.0 has no place for, and what no version knows, is written into
/// custom properties named <c>datamesh.carried</c> and put back when the document is read again. Comments are not kept; anchors and merge keys are written out.
/// Documents may come from strangers: size, depth and aliases are limited, tags are refused, nothing they name is opened or run.
/// Properties are views of the document, see <see cref="DocumentElement"/>.
/// </remarks>
public sealed class ContractDocument : DocumentElement
{
    private static readonly StandardDocument _standard = new("contract", "DataContract", "v3.1.0", ["v3."], ContractShapes.Root);

    /// <summary>Creates a contract.</summary>
    /// <param name="id">What identifies the contract, for example a UUID.</param>
    /// <param name="version">The version of the contract.</param>
    /// <param name="status">Where it stands in its life: <c>proposed</c>, <c>draft</c>, <c>active</c>, <c>deprecated</c>, <c>retired</c> or a word of your own.</param>
    public ContractDocument(string id, string version, string status = "draft") : this(_standard.Create())
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentException.ThrowIfNullOrEmpty(status);
        (Id, Version, Status) = (id, version, status);
    }

    private ContractDocument(YamlMapping node) : base(node) { }

    /// <summary>What identifies the contract.</summary>
    public string Id { get => GetText() ?? ""; set => SetText(value ?? throw new ArgumentNullException(nameof(value))); }

    /// <summary>The version of the contract.</summary>
    public string Version { get => GetText() ?? ""; set => SetText(value ?? throw new ArgumentNullException(nameof(value))); }

    /// <summary>Where the contract stands in its life.</summary>
    public string Status { get => GetText() ?? ""; set => SetText(value ?? throw new ArgumentNullException(nameof(value))); }

    /// <summary>The version of the standard that the document was read as, for example <c>v3.0.2</c>. Always written as 3.1.0.</summary>
    public string StandardVersion => GetText("apiVersion") ?? "";

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>The business area.</summary>
    public string? Domain { get => GetText(); set => SetText(value); }

    /// <summary>The organisation.</summary>
    public string? Tenant { get => GetText(); set => SetText(value); }

    /// <summary>The product. Deprecated by the standard since 3.1.</summary>
    public string? DataProduct { get => GetText(); set => SetText(value); }

    /// <summary>What the data is for.</summary>
    public DocumentDescription? Description { get => GetElement(n => new DocumentDescription(n)); set => SetElement(value); }

    /// <summary>What is described: tables, topics, files.</summary>
    public IList<ContractSchema> Schema => GetElements(n => new ContractSchema(n));

    /// <summary>Where the data lies.</summary>
    public IList<ContractServer> Servers => GetElements(n => new ContractServer(n));

    /// <summary>Promises about the service (<c>slaProperties</c>).</summary>
    public IList<ContractServiceLevel> ServiceLevels => GetElements(n => new ContractServiceLevel(n), "slaProperties");

    /// <summary>Roles that give access.</summary>
    public IList<ContractRole> Roles => GetElements(n => new ContractRole(n));

    /// <summary>Who is behind it.</summary>
    public Team? Team { get => GetElement(n => new Team(n)); set => SetElement(value); }

    /// <summary>Ways to get help.</summary>
    public IList<SupportChannel> Support => GetElements(n => new SupportChannel(n));

    /// <summary>What it costs.</summary>
    public ContractPrice? Price { get => GetElement(n => new ContractPrice(n)); set => SetElement(value); }

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));

    /// <summary>The document of a port's contract. It names no server: where the port's table lies is said by the stored contract and the product's descriptor.</summary>
    public static ContractDocument From(DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        YamlMapping document = ContractYaml.Write(contract, tableFormat: null);
        // What was carried through the stored form comes back to its place.
        return contract.Supplement is null ? new ContractDocument(document) : Parse(Encoding.UTF8.GetString(YamlText.Write("contract", document)));
    }

    /// <summary>Reads a contract.</summary>
    /// <param name="yaml">The document, at most 1 MiB of UTF-8. JSON is YAML too.</param>
    /// <param name="name">What messages call it, for example the path of its file.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>, or <see cref="DataMeshErrorKind.IncompatibleVersion"/> for another version of the standard; the message names line and column.</exception>
    public static ContractDocument Parse(string yaml, string name = "contract")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ContractDocument(_standard.Parse(yaml, name));
    }

    /// <summary>Reads the contract of a file.</summary>
    /// <exception cref="DataMeshException">As <see cref="Parse"/>; also kind <see cref="DataMeshErrorKind.NotFound"/>.</exception>
    public static async Task<ContractDocument> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ContractDocument(await _standard.LoadAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The C# file of a record that expects what an object of the contract promises: a <c>[DataSchema]</c> record with its keys, limits and descriptions, and a record for every object below it. Delete what you do not use.</summary>
    /// <param name="schema">The name of the object; may be left out when the contract has one.</param>
    /// <param name="namespace">The namespace; none by default.</param>
    /// <remarks>Names become PascalCase, with <c>[Column]</c> where the column is spelled otherwise. Limits that no attribute can say, such as one bound of a fraction, are left out. Nothing of the document gets into code but as a name or a literal.</remarks>
    /// <exception cref="ArgumentException">The contract has no object of the name, or several and none is named.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: a property has no C# type; the message names it.</exception>
    public string ToCSharp(string? schema = null, string? @namespace = null)
    {
        ContractSchema[] found = [.. Schema.Where(s => schema is null || s.Name == schema)];
        if (found.Length != 1)
            throw new ArgumentException(schema is null ? $"The contract has {found.Length} objects: name one of {string.Join(", ", found.Select(s => $"'{s.Name}'"))}." : $"The contract has no one object '{schema}'.", nameof(schema));
        return RecordWriter.Write(found[0].Node, @namespace);
    }

    /// <summary>The document as YAML of ODCS 3.1.0. Equal documents give equal texts.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: id, version or status is missing, or the document is too large or nested too deep to be read again.</exception>
    public string ToYaml() => _standard.Write(Node);
}
