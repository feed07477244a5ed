using System.Buffers;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DataMesh;

/// <summary>Reads a document into plain nodes, from YAML events only: no tags, no anchors or aliases, no duplicate keys, bounded depth and size.</summary>
internal sealed class YamlParser
{
    /// <summary>The longest document that is read.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int MaximumDepth = 64;
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> _controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')), '\x7f']);

    private readonly string _file;
    private readonly Parser _events;
    private YamlMark _last;

    private YamlParser(string file, string text)
    {
        _file = file;
        _events = new Parser(new StringReader(text));
        _last = new YamlMark(file, 1, 1);
    }

    /// <summary>Reads the one document of a file; its root holds named values.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>; the message names file, line and column.</exception>
    public static YamlMapping Parse(string file, ReadOnlySpan<byte> content)
    {
        string text = Decode(file, content);
        try
        {
            YamlParser parser = new(file, text);
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
        if (depth > MaximumDepth)
            throw mark.Error($"the document is nested more than {MaximumDepth} levels deep.");
        if (start is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty) || start is AnchorAlias)
            throw mark.Error("tags, anchors and aliases are not allowed.");
        return start switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, mark),
            SequenceStart => ReadSequence(mark, depth),
            MappingStart => ReadMapping(mark, depth),
            _ => throw mark.Error("a value is expected here."),
        };
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
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not YamlScalar key)
                throw MarkOf(next).Error("a name must be a single value.");
            if (!mapping.TryAdd(key.Text, ReadNode(Next(), depth + 1)))
                throw key.Error($"{key.Quoted} appears twice.");
        }
        return mapping;
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
