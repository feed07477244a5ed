namespace DataMesh;

/// <summary>A place where the data lies. What else a type of server has, such as <c>host</c> or <c>location</c>, is reached by the indexer.</summary>
/// <remarks>Nothing is ever connected to because a document names it.</remarks>
public sealed class ContractServer : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractServer() : this(new YamlMapping()) { }

    internal ContractServer(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name of the entry.</summary>
    public string? Server { get => GetText(); set => SetText(value); }

    /// <summary>The kind of server, for example <c>s3</c>, <c>postgres</c>, <c>kafka</c>, <c>local</c>.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The environment, for example <c>prod</c>.</summary>
    public string? Environment { get => GetText(); set => SetText(value); }

    /// <summary>Where files lie, as a URI.</summary>
    public string? Location { get => GetText(); set => SetText(value); }

    /// <summary>The format of files or messages.</summary>
    public string? Format { get => GetText(); set => SetText(value); }

    /// <summary>Roles that have access.</summary>
    public IList<ContractRole> Roles => GetElements(n => new ContractRole(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
