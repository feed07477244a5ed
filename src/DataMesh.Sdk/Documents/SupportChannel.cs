namespace DataMesh;

/// <summary>A way to get help.</summary>
public sealed class SupportChannel : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public SupportChannel() : this(new YamlMapping()) { }

    internal SupportChannel(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name of the channel.</summary>
    public string? Channel { get => GetText(); set => SetText(value); }

    /// <summary>Where it is.</summary>
    public string? Url { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>What serves it, for example <c>email</c>, <c>slack</c>, <c>teams</c>, <c>ticket</c>.</summary>
    public string? Tool { get => GetText(); set => SetText(value); }

    /// <summary>What it is for, for example <c>interactive</c>, <c>announcements</c>, <c>issues</c>.</summary>
    public string? Scope { get => GetText(); set => SetText(value); }

    /// <summary>Where to ask to be let in.</summary>
    public string? InvitationUrl { get => GetText(); set => SetText(value); }

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
