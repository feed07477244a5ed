using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>A place in the changes of one port, as one reader sees them: opaque text that can be stored and continued from, also by another process and later.</summary>
/// <remarks>It is authenticated: text that was changed, or is of another port, is refused. It gives no access of its own; every continuation is decided anew.</remarks>
public readonly record struct Cursor : IParsable<Cursor>
{
    private const string BeginningText = "beginning";
    private const int LongestText = 512;

    private readonly string? _text;

    private Cursor(string text) => _text = text;

    /// <summary>Before the first row: a feed from here starts with all rows of the current snapshot. The default value.</summary>
    public static Cursor Beginning => default;

    /// <summary>Parses what <see cref="ToString"/> gave. Whether it fits the port is seen when it is used.</summary>
    /// <exception cref="FormatException">The text is not a cursor.</exception>
    public static Cursor Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out Cursor cursor) ? cursor : throw new FormatException("The text is not a cursor: expected what Cursor.ToString gave, unchanged.");

    /// <summary>Parses what <see cref="ToString"/> gave; false when the text cannot be a cursor.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Cursor result)
    {
        result = default;
        if (string.IsNullOrEmpty(s) || s.Length > LongestText || s.AsSpan().ContainsAnyExcept(s_letters))
            return false;
        result = s == BeginningText ? default : new Cursor(s);
        return true;
    }

    /// <summary>The text to store: letters, digits, hyphens and underscores.</summary>
    public override string ToString() => _text ?? BeginningText;

    private static readonly System.Buffers.SearchValues<char> s_letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
