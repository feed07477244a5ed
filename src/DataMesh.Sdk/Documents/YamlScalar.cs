using System.Globalization;

namespace DataMesh;

/// <summary>One value of a document.</summary>
internal sealed partial class YamlScalar(string text, bool isText, YamlMark mark = default) : YamlNode(mark)
{
    private const int LongestQuoted = 100;

    /// <summary>The value as it stands in the file, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>True for a value that is text whatever it looks like: it is quoted where it could be taken for something else.</summary>
    public bool IsText { get; } = isText;

    /// <summary>True for an absent value: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Kind == YamlKind.Null;

    /// <summary>What the value is.</summary>
    public YamlKind Kind { get; } = isText ? YamlKind.Text : YamlKinds.Resolve(text);

    /// <summary>Nothing.</summary>
    public static YamlScalar Null => new("null", isText: false);

    /// <summary>A text.</summary>
    public static YamlScalar Of(string text) => new(text, isText: true);

    /// <summary>A whole number.</summary>
    public static YamlScalar Of(long value) => new(value.ToString(CultureInfo.InvariantCulture), isText: false);

    /// <summary>True or false.</summary>
    public static YamlScalar Of(bool value) => new(value ? "true" : "false", isText: false);

    /// <summary>A number that is already spelled as YAML spells it.</summary>
    public static YamlScalar Number(string spelled) => new(spelled, isText: false);

    /// <summary>The text for messages, cut when it is long.</summary>
    public string Quoted => Text.Length <= LongestQuoted ? $"'{Text}'" : $"'{Text[..LongestQuoted]}…'";
}
