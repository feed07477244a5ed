namespace DataMesh;

/// <summary>What a token of a filter's text is.</summary>
internal enum FilterTokenKind
{
    End,
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
}

/// <summary>A token of a filter's text; the value of texts and quoted names is unescaped.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Value, int Position)
{
    public bool Is(string wordOrSymbol) => Kind switch
    {
        FilterTokenKind.Word => string.Equals(Value, wordOrSymbol, StringComparison.OrdinalIgnoreCase),
        FilterTokenKind.Symbol => Value == wordOrSymbol,
        _ => false,
    };

    /// <summary>What to call the token in a message, without any value of the filter.</summary>
    public string Describe() => Kind switch
    {
        FilterTokenKind.End => "the end of the text",
        FilterTokenKind.Word or FilterTokenKind.Symbol => $"'{Value}'",
        FilterTokenKind.QuotedName => $"the column \"{Value}\"",
        FilterTokenKind.Text => "a text",
        _ => "a number",
    };
}
