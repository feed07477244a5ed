namespace DataMesh;

/// <summary>The people behind a contract or product.</summary>
/// <remarks>Before ODCS 3.1 and ODPS 1.0 a team was a list of its members; it is read as a team without a name.</remarks>
public sealed class Team : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public Team() : this(new YamlMapping()) { }

    internal Team(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name of the team.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The people, also former ones.</summary>
    public IList<TeamMember> Members => GetElements(n => new TeamMember(n));

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
