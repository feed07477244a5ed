using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataMesh;

/// <summary>Writes nodes as YAML in block style. Equal nodes give equal bytes, on every machine.</summary>
internal sealed class YamlText
{
    private static readonly SearchValues<char> _plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@+-()[], :'");
    private static readonly HashSet<string> _reserved = new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    private readonly StringBuilder _text = new();

    private YamlText() { }

    /// <summary>The file of a document.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="root">The document.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the document is too long or holds text that is not Unicode.</exception>
    public static byte[] Write(string file, YamlMapping root)
    {
        byte[] content = Spell(root);
        return content.Length <= YamlParser.MaximumBytes ? content : throw new DataMeshException(DataMeshErrorKind.InvalidDefinition,
            $"Cannot write '{file}': it would have {content.Length} bytes, at most {YamlParser.MaximumBytes} are readable. Shorten descriptions or lists of allowed values.");
    }

    /// <summary>The file of a document; null when it would be longer than is readable.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the document holds text that is not Unicode.</exception>
    public static byte[]? TryWrite(YamlMapping root) => Spell(root) is { Length: <= YamlParser.MaximumBytes } content ? content : null;

    private static byte[] Spell(YamlMapping root)
    {
        YamlText writer = new();
        writer.WriteMapping(root, indent: 0, continued: false);
        return Encoding.UTF8.GetBytes(writer._text.ToString());
    }

    /// <summary>A text as a YAML scalar: plain where nobody can take it for something else, otherwise in double quotes.</summary>
    public static string Quote(string text) => IsPlain(text) ? text : DoubleQuote(text);

    private static bool IsPlain(string text) => text is [var first, ..] && (char.IsAsciiLetter(first) || first == '_') && IsPlainText(text) && !_reserved.Contains(text);

    private static bool IsPlainText(string text) =>
        text[^1] is not (' ' or ':') && !text.AsSpan().ContainsAnyExcept(_plain) && !text.Contains(": ", StringComparison.Ordinal);

    // What stood unquoted in somebody's file stays so, since readers of YAML 1.1 and 1.2 differ about dates and words like 'yes'.
    private static string Spell(YamlScalar scalar) => scalar switch
    {
        { IsText: true } => Quote(scalar.Text),
        { Kind: not YamlKind.Text } => scalar.Text,
        _ => (char.IsAsciiLetterOrDigit(scalar.Text[0]) || scalar.Text[0] == '_') && IsPlainText(scalar.Text) ? scalar.Text : DoubleQuote(scalar.Text),
    };

    private static string DoubleQuote(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (char.IsSurrogate(c) && !pair)
                throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot write a document: a text holds half of a surrogate pair (U+{(int)c:X4}), which is not Unicode text. Correct the name or description.");
            if (pair)
                quoted.Append(c).Append(text[++i]);
            else
                AppendEscaped(quoted, c);
        }
        return quoted.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder quoted, char c)
    {
        switch (c)
        {
            case '"' or '\\':
                quoted.Append('\\').Append(c);
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            // Control characters, and line breaks of YAML 1.1 that YAML 1.2 takes for text.
            case < ' ' or (>= '\x7f' and < '\xa0') or '\u2028' or '\u2029' or '\ufeff' or >= '\ufffe':
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
            default:
                quoted.Append(c);
                break;
        }
    }

    private void WriteMapping(YamlMapping mapping, int indent, bool continued)
    {
        foreach ((string key, YamlNode value) in mapping.Entries)
        {
            if (!continued)
                _text.Append(' ', indent);
            continued = false;
            _text.Append(Quote(key)).Append(':');
            WriteValue(value, indent + 2);
        }
    }

    private void WriteValue(YamlNode value, int indent)
    {
        if (indent / 2 >= YamlParser.MaximumDepth)
            throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot write a document: it is nested more than {YamlParser.MaximumDepth} levels deep. Take a level out.");
        switch (value)
        {
            case YamlScalar scalar:
                _text.Append(' ').Append(Spell(scalar)).Append('\n');
                break;
            case YamlSequence { Items.Count: 0 }:
                _text.Append(" []\n");
                break;
            case YamlMapping { Entries.Count: 0 }:
                _text.Append(" {}\n");
                break;
            case YamlSequence sequence:
                _text.Append('\n');
                foreach (YamlNode item in sequence.Items)
                    WriteItem(item, indent);
                break;
            case YamlMapping mapping:
                _text.Append('\n');
                WriteMapping(mapping, indent, continued: false);
                break;
        }
    }

    private void WriteItem(YamlNode item, int indent)
    {
        _text.Append(' ', indent).Append('-');
        if (item is not YamlMapping { Entries.Count: > 0 } mapping)
        {
            WriteValue(item, indent + 2);
            return;
        }
        _text.Append(' ');
        WriteMapping(mapping, indent + 2, continued: true);
    }
}
