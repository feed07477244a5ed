using System.Buffers;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DataMesh;

/// <summary>Reads a document into plain nodes, from YAML events only: no tags, no duplicate keys, bounded depth and size; aliases only where asked for, and counted.</summary>
internal sealed class YamlParser
{
    /// <summary>The longest document that is read.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The deepest document that is read.</summary>
    public const int MaximumDepth = 64;

    private const int MostNodes = 200_000;
    private const string MergeKey = "<<";
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> _controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')), '\x7f']);

    private readonly string _file;
    private readonly Parser _events;
    private readonly Dictionary<string, YamlNode>? _anchors;
    private YamlMark _last;
    private int _nodes;

    private YamlParser(string file, string text, bool foreign)
    {
        _file = file;
        _anchors = foreign ? new(StringComparer.Ordinal) : null;
        _events = new Parser(new StringReader(text));
        _last = new YamlMark(file, 1, 1);
    }

    /// <summary>Reads the one document of a file; its root holds named values.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>; the message names file, line and column.</exception>
    public static YamlMapping Parse(string file, ReadOnlySpan<byte> content) => Parse(file, content, foreign: false);

    /// <summary>Reads a document that others wrote, where anchors, aliases and merge keys may stand for what they repeat.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>; the message names file, line and column.</exception>
    public static YamlMapping ParseForeign(string file, ReadOnlySpan<byte> content) => Parse(file, content, foreign: true);

    /// <summary>The bytes of a text that was given as one; what is not Unicode is refused with its place.</summary>
    public static byte[] Encode(string file, string text)
    {
        // One character is one to three bytes: what is far too long is refused before it is copied.
        if (text.Length > MaximumBytes)
            throw new YamlMark(file, 1, 1).Error($"the text has {text.Length} characters, at most {MaximumBytes} are read.");
        try
        {
            return _strictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw MarkAt(file, text.AsSpan(0, Math.Clamp(error.Index, 0, text.Length))).Error("this is half of a character, not Unicode text.", inner: error);
        }
    }

    private static YamlMapping Parse(string file, ReadOnlySpan<byte> content, bool foreign)
    {
        string text = Decode(file, content);
        try
        {
            YamlParser parser = new(file, text, foreign);
            return parser.ReadDocument();
        }
        catch (YamlException error)
        {
            throw new YamlMark(file, error.Start.Line, error.Start.Column).Error($"this is not valid YAML ({error.Message.TrimEnd('.')}).", inner: error);
        }
    }

    private static string Decode(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaximumBytes)
            throw new YamlMark(file, 1, 1).Error($"the file has {content.Length} bytes, at most {MaximumBytes} are expected of such a file.");
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        string text;
        try
        {
            text = _strictUtf8.GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            throw MarkAt(file, Encoding.UTF8.GetString(content[..Math.Clamp(error.Index, 0, content.Length)])).Error("this is not UTF-8 text.", inner: error);
        }
        // The scanner takes NUL for the end of the file and would silently cut it there.
        int control = text.AsSpan().IndexOfAny(_controls);
        return control < 0 ? text : throw MarkAt(file, text.AsSpan(0, control)).Error("control characters are not allowed.");
    }

    private static YamlMark MarkAt(string file, ReadOnlySpan<char> before) =>
        new(file, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));

    private YamlMapping ReadDocument()
    {
        Expect<StreamStart>();
        Expect<DocumentStart>();
        YamlNode root = ReadNode(Next(), depth: 1);
        Expect<DocumentEnd>();
        Expect<StreamEnd>();
        return root as YamlMapping ?? throw root.Error("named values are expected here.");
    }

    private YamlNode ReadNode(ParsingEvent start, int depth)
    {
        YamlMark mark = MarkOf(start);
        Count(mark, depth);
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw mark.Error(_anchors is null ? "tags, anchors and aliases are not allowed." : "tags are not allowed.");
        if (start is AnchorAlias alias)
            return Repeat(alias.Value.Value, mark, depth);
        YamlNode node = start switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, mark),
            SequenceStart => ReadSequence(mark, depth),
            MappingStart => ReadMapping(mark, depth),
            _ => throw mark.Error("a value is expected here."),
        };
        if (start is NodeEvent { Anchor: { IsEmpty: false } anchor })
            (_anchors ?? throw mark.Error("tags, anchors and aliases are not allowed."))[anchor.Value] = node;
        return node;
    }

    private void Count(YamlMark mark, int depth)
    {
        if (depth > MaximumDepth)
            throw mark.Error($"the document is nested more than {MaximumDepth} levels deep.");
        if (++_nodes > MostNodes)
            throw mark.Error($"the document has more than {MostNodes} values, with those that aliases repeat.");
    }

    private YamlNode Repeat(string anchor, YamlMark mark, int depth)
    {
        if (_anchors is null)
            throw mark.Error("tags, anchors and aliases are not allowed.");
        return _anchors.TryGetValue(anchor, out YamlNode? node) ? Copy(node, mark, depth) : throw mark.Error("the alias stands for nothing that was named before.");
    }

    private YamlNode Copy(YamlNode node, YamlMark mark, int depth)
    {
        Count(mark, depth);
        switch (node)
        {
            case YamlSequence sequence:
                return new YamlSequence([.. sequence.Items.Select(i => Copy(i, mark, depth + 1))], mark);
            case YamlMapping mapping:
                YamlMapping copy = new(mark);
                foreach ((string key, YamlNode value) in mapping.Entries)
                    copy.Add(key, Copy(value, mark, depth + 1));
                return copy;
            default:
                return node;
        }
    }

    private YamlSequence ReadSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
            items.Add(ReadNode(next, depth + 1));
        return new YamlSequence(items, mark);
    }

    private YamlMapping ReadMapping(YamlMark mark, int depth)
    {
        YamlMapping mapping = new(mark);
        YamlNode? merged = null;
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not YamlScalar key)
                throw MarkOf(next).Error("a name must be a single value.");
            YamlNode value = ReadNode(Next(), depth + 1);
            if (_anchors is not null && key is { Text: MergeKey, IsText: false } && merged is null)
                merged = value;
            else if (!mapping.TryAdd(key.Text, value))
                throw key.Error($"{key.Quoted} appears twice.");
        }
        Merge(mapping, merged);
        return mapping;
    }

    // What a mapping says itself wins over what is merged into it, and earlier sources win over later ones.
    private static void Merge(YamlMapping mapping, YamlNode? merged)
    {
        foreach (YamlNode source in merged is YamlSequence list ? list.Items : merged is null ? [] : [merged])
            foreach ((string key, YamlNode value) in (source as YamlMapping ?? throw source.Error("only named values can be merged.")).Entries)
                mapping.TryAdd(key, value);
    }

    private ParsingEvent Next()
    {
        try
        {
            if (_events.MoveNext() && _events.Current is { } current)
            {
                _last = MarkOf(current);
                return current;
            }
        }
        catch (Exception error) when (error is not (YamlException or OutOfMemoryException))
        {
            // The scanner has no promise about what it throws on damaged input, for example InvalidOperationException on a stray tab.
            throw _last.Error("this is not valid YAML shortly behind this place.", inner: error);
        }
        throw _last.Error("the document ends too early.");
    }

    private void Expect<TEvent>()
        where TEvent : ParsingEvent
    {
        if (Next() is var next and not TEvent)
            throw MarkOf(next).Error("exactly one document with named values is expected.");
    }

    private YamlMark MarkOf(ParsingEvent node) => new(_file, node.Start.Line, node.Start.Column);
}
