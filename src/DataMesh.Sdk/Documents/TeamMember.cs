namespace DataMesh;

/// <summary>A member of a team.</summary>
public sealed class TeamMember : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public TeamMember() : this(new YamlMapping()) { }

    internal TeamMember(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name to log in, or an e-mail address.</summary>
    public string? Username { get => GetText(); set => SetText(value); }

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>What the member does, for example <c>owner</c> or <c>data steward</c>.</summary>
    public string? Role { get => GetText(); set => SetText(value); }

    /// <summary>The first day, <c>yyyy-MM-dd</c>.</summary>
    public string? DateIn { get => GetText(); set => SetText(value); }

    /// <summary>The last day, <c>yyyy-MM-dd</c>; null for a present member.</summary>
    public string? DateOut { get => GetText(); set => SetText(value); }

    /// <summary>Who came after.</summary>
    public string? ReplacedByUsername { get => GetText(); set => SetText(value); }

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
