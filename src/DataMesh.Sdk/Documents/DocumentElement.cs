using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>An element of an open-standard document: a contract, a product or a part of one. A view: what is set is in the document at once.</summary>
/// <remarks>
/// Keys that no property shows, also those that no standard knows, are reached by the indexer and survive reading, changing and writing. So do tokens like <c>${HOST}</c>, which are never replaced.
/// A property is null when its key is absent or when its value is of another type, as a token in the place of a number is; the indexer shows every value.
/// Two views of the same element are equal. An element belongs to one place of one document; not safe for use by several threads while one of them changes it.
/// </remarks>
public abstract class DocumentElement
{
    private protected DocumentElement(YamlMapping node) => Node = node;

    /// <summary>The keys that have a value, in the order of the document.</summary>
    public IReadOnlyList<string> Keys => [.. Node.Entries.Where(e => e.Value is not YamlScalar { IsNull: true }).Select(e => e.Key)];

    internal YamlMapping Node { get; private protected set; }

    /// <summary>The value of a key as a copy; null when there is none. Setting null removes the key.</summary>
    /// <param name="key">The key as the standard spells it, or one of your own.</param>
    public JsonNode? this[string key]
    {
        get => YamlJson.Read(Node.Find(key));
        set => Set(key, value is null ? null : YamlJson.Write(value));
    }

    /// <summary>True for a view of the same element.</summary>
    public sealed override bool Equals(object? obj) => obj is DocumentElement other && ReferenceEquals(Node, other.Node);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => RuntimeHelpers.GetHashCode(Node);

    private protected string? GetText([CallerMemberName] string? key = null) => (Node.Find(Camel(key)) as YamlScalar)?.Text;

    private protected void SetText(string? value, [CallerMemberName] string? key = null) => Set(Camel(key), value is null ? null : YamlScalar.Of(value));

    private protected bool? GetFlag([CallerMemberName] string? key = null) => Node.Find(Camel(key)) is YamlScalar scalar ? FlagText.TryParse(scalar.Text) : null;

    private protected void SetFlag(bool? value, [CallerMemberName] string? key = null) => Set(Camel(key), value is { } flag ? YamlScalar.Of(flag) : null);

    private protected int? GetInteger([CallerMemberName] string? key = null) =>
        Node.Find(Camel(key)) is YamlScalar scalar && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private protected void SetInteger(int? value, [CallerMemberName] string? key = null) => Set(Camel(key), value is { } number ? YamlScalar.Of(number) : null);

    private protected decimal? GetNumber([CallerMemberName] string? key = null) =>
        Node.Find(Camel(key)) is YamlScalar scalar && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private protected void SetNumber(decimal? value, [CallerMemberName] string? key = null) =>
        Set(Camel(key), value is { } number ? YamlScalar.Number(number.ToString(CultureInfo.InvariantCulture)) : null);

    private protected JsonNode? GetValue([CallerMemberName] string? key = null) => this[Camel(key)];

    private protected void SetValue(JsonNode? value, [CallerMemberName] string? key = null) => this[Camel(key)] = value;

    private protected IList<string> GetTexts([CallerMemberName] string? key = null) => new TextList(Node, Camel(key));

    private protected T? GetElement<T>(Func<YamlMapping, T> view, [CallerMemberName] string? key = null)
        where T : DocumentElement => Node.Find(Camel(key)) is YamlMapping element ? view(element) : null;

    private protected void SetElement(DocumentElement? value, [CallerMemberName] string? key = null) => Set(Camel(key), value?.Node);

    private protected IList<T> GetElements<T>(Func<YamlMapping, T> view, [CallerMemberName] string? key = null)
        where T : DocumentElement => new ElementList<T>(Node, Camel(key), view);

    private void Set(string key, YamlNode? value)
    {
        if (value is null)
            Node.Remove(key);
        else
            Node.Set(key, value);
    }

    // The standards spell keys as C# spells properties, but for the first letter.
    private static string Camel(string? member) => $"{char.ToLowerInvariant(member![0])}{member[1..]}";
}
