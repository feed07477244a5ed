using System.Text;

namespace DataMesh;

/// <summary>Cuts the text of a filter into tokens.</summary>
internal sealed class FilterLexer(string text)
{
    private int _position;

    public static bool IsWordStart(char c) => c == '_' || char.IsAsciiLetter(c);

    public static bool IsWordPart(char c) => c == '_' || char.IsAsciiLetterOrDigit(c);

    public FilterToken Next()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n')
            _position++;
        if (_position == text.Length)
            return new(FilterTokenKind.End, "", _position);
        char c = text[_position];
        if (IsWordStart(c))
            return Run(FilterTokenKind.Word, IsWordPart);
        if (c is '\'' or '"')
            return Quoted(c);
        if (char.IsAsciiDigit(c) || (c == '-' && _position + 1 < text.Length && (char.IsAsciiDigit(text[_position + 1]) || IsWordStart(text[_position + 1]))))
            return Number();
        return Symbol();
    }

    public static FormatException Error(string why, int position) => new($"Cannot read the filter: {why} at position {position + 1}. The grammar is in docs/protocol/filters.md.");

    private FilterToken Run(FilterTokenKind kind, Func<char, bool> belongs)
    {
        int start = _position++;
        while (_position < text.Length && belongs(text[_position]))
            _position++;
        return new(kind, text[start.._position], start);
    }

    // A sign before an exponent belongs to the number.
    private FilterToken Number()
    {
        FilterToken first = Run(FilterTokenKind.Number, c => IsWordPart(c) || c == '.');
        if (first.Value[^1] is not ('e' or 'E') || _position == text.Length || text[_position] is not ('+' or '-'))
            return first;
        FilterToken exponent = Run(FilterTokenKind.Number, char.IsAsciiDigit);
        return first with { Value = first.Value + exponent.Value };
    }

    private FilterToken Quoted(char quote)
    {
        int start = _position++;
        StringBuilder value = new();
        while (true)
        {
            int end = text.IndexOf(quote, _position);
            if (end < 0)
                throw Error($"the quote {quote} is never closed; it opens", start);
            value.Append(text, _position, end - _position);
            _position = end + 1;
            if (_position == text.Length || text[_position] != quote)
                return new(quote == '"' ? FilterTokenKind.QuotedName : FilterTokenKind.Text, value.ToString(), start);
            value.Append(quote);
            _position++;
        }
    }

    private FilterToken Symbol()
    {
        int start = _position;
        string two = start + 1 < text.Length ? text.Substring(start, 2) : "";
        if (two is "!=" or "<>" or "<=" or ">=")
            _position += 2;
        else if (text[start] is '(' or ')' or ',' or '=' or '<' or '>')
            _position++;
        else
            throw Error("there is a character that belongs to no token", start);
        return new(FilterTokenKind.Symbol, text[start.._position], start);
    }
}
