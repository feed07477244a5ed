using System.Diagnostics.CodeAnalysis;

namespace DataMesh.Adapters.Authoring;

/// <summary>The name of an object inside a store: segments joined by <c>/</c>, relative to the store's root.</summary>
/// <remarks>A segment is never empty, <c>.</c> or <c>..</c> and holds no backslash, NUL or control character, so a path can never leave its root. The default value is the root itself.</remarks>
public readonly record struct ObjectPath
{
    private readonly string? _value;

    private ObjectPath(string value) => _value = value;

    /// <summary>True for the root itself.</summary>
    public bool IsRoot => string.IsNullOrEmpty(_value);

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => ToString() is var text && text.LastIndexOf('/') is var at && at < 0 ? text : text[(at + 1)..];

    /// <summary>The path without its last segment.</summary>
    public ObjectPath Parent => ToString() is var text && text.LastIndexOf('/') is var at && at < 0 ? default : new ObjectPath(text[..at]);

    /// <summary>Converts text to a path.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public static implicit operator ObjectPath(string text) => Parse(text);

    /// <summary>Appends a relative path.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public static ObjectPath operator /(ObjectPath left, string right) => left.Append(right);

    /// <summary>Parses a path. Empty text is the root.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public static ObjectPath Parse(string text) =>
        TryParse(text, out ObjectPath path) ? path : throw new FormatException(
            $"'{text}' is not an object path: expected segments joined by '/', none of them empty, '.' or '..', without backslashes and control characters.");

    /// <summary>Parses a path; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectPath path)
    {
        path = default;
        if (text is null)
            return false;
        if (text.Length == 0)
            return true;
        foreach (Range range in text.AsSpan().Split('/'))
            if (text.AsSpan(range) is "" or "." or "..")
                return false;
        foreach (char c in text)
            if (c == '\\' || char.IsControl(c))
                return false;
        path = new ObjectPath(text);
        return true;
    }

    /// <summary>Appends a relative path.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public ObjectPath Append(string relative) => IsRoot ? Parse(relative) : Parse($"{_value}/{relative}");

    /// <summary>True when this path is <paramref name="prefix"/> or lies below it, compared by whole segments.</summary>
    public bool IsUnder(ObjectPath prefix) =>
        prefix.IsRoot || ToString() is var text && text.StartsWith(prefix._value!, StringComparison.Ordinal)
        && (text.Length == prefix._value!.Length || text[prefix._value.Length] == '/');

    /// <summary>The path as text; empty for the root.</summary>
    public override string ToString() => _value ?? "";
}
