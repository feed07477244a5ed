namespace DataMesh;

/// <summary>Reads filters from their text form by recursive descent; the text may be hostile.</summary>
internal sealed class FilterParser
{
    private const int MaximumLength = 1 << 20;
    private const int MaximumNesting = 2 * Filter.MaximumDepth;

    private readonly FilterLexer _lexer;
    private FilterToken _token;
    private FilterToken _next;
    private int _nesting;

    public FilterParser(string text)
    {
        if (text.Length > MaximumLength)
            throw new FormatException($"Cannot read the filter: it has {text.Length} characters, and at most {MaximumLength} are read. Use a shorter filter.");
        _lexer = new FilterLexer(text);
        _token = _lexer.Next();
        _next = _lexer.Next();
    }

    public Filter Parse()
    {
        Filter filter = ParseOr();
        return _token.Kind == FilterTokenKind.End ? filter : throw Expected("'and', 'or' or the end of the text");
    }

    private Filter ParseOr() => ParseChain("or", ParseAnd, parts => new OrFilter { Operands = [.. parts] });

    private Filter ParseAnd() => ParseChain("and", ParseNot, parts => new AndFilter { Operands = [.. parts] });

    private Filter ParseChain(string word, Func<Filter> parsePart, Func<List<Filter>, Filter> combine)
    {
        Filter first = parsePart();
        if (!_token.Is(word))
            return first;
        List<Filter> parts = [first];
        while (TryTake(word))
            parts.Add(parsePart());
        return Combine(parts, combine);
    }

    private Filter Combine(List<Filter> parts, Func<List<Filter>, Filter> combine) =>
        parts.All(p => p.Depth < Filter.MaximumDepth) ? combine(parts) : throw TooDeep();

    private Filter ParseNot()
    {
        if (!TryTake("not"))
            return ParsePrimary();
        Filter operand = Nested(ParseNot);
        return Combine([operand], parts => new NotFilter { Operand = parts[0] });
    }

    private Filter ParsePrimary()
    {
        if (TryTake("("))
        {
            Filter inner = Nested(ParseOr);
            Take(")");
            return inner;
        }
        if (_token.Is("all") && _next.Is("("))
            return Combine(ParseParts(), parts => new AndFilter { Operands = [.. parts] });
        if (_token.Is("any") && _next.Is("("))
            return Combine(ParseParts(), parts => new OrFilter { Operands = [.. parts] });
        return TryParseConstant() ?? ParsePredicate();
    }

    private List<Filter> ParseParts()
    {
        Advance();
        Take("(");
        List<Filter> parts = [];
        while (!_token.Is(")") && (parts.Count == 0 || Take(",")))
            parts.Add(Nested(ParseOr));
        Take(")");
        return parts;
    }

    private Filter Nested(Func<Filter> parse)
    {
        if (++_nesting > MaximumNesting)
            throw TooDeep();
        Filter filter = parse();
        _nesting--;
        return filter;
    }

    // 'true' is a filter of its own unless something follows that makes it an operand.
    private ConstantFilter? TryParseConstant()
    {
        bool isOperand = FilterWords.Comparison(_next) is not null || _next.Is("is") || _next.Is("in") || _next.Is("between") || _next.Is("not") || _next.Is("starts");
        if (!_token.Is("unknown") && (isOperand || !(_token.Is("true") || _token.Is("false"))))
            return null;
        bool? value = _token.Is("unknown") ? null : _token.Is("true");
        Advance();
        return new ConstantFilter { Value = value };
    }

    private Filter ParsePredicate()
    {
        FilterOperand operand = ParseOperand();
        if (FilterWords.Comparison(_token) is { } comparison)
        {
            Advance();
            return Filter.Compare(operand, comparison, ParseOperand());
        }
        if (TryTake("is"))
            return ParseIs(operand);
        bool negated = TryTake("not");
        Filter predicate = ParseTest(operand);
        return negated ? Filter.Not(predicate) : predicate;
    }

    private Filter ParseIs(FilterOperand operand)
    {
        bool negated = TryTake("not");
        if (TryTake("distinct"))
        {
            Take("from");
            return Filter.Compare(operand, negated ? ComparisonOperator.IsNotDistinctFrom : ComparisonOperator.IsDistinctFrom, ParseOperand());
        }
        Filter test = TryTake("null") ? new NullFilter { Operand = operand } : TryTake("nan") ? new NanFilter { Operand = operand } : throw Expected("'null', 'nan' or 'distinct from'");
        return negated ? Filter.Not(test) : test;
    }

    private Filter ParseTest(FilterOperand operand)
    {
        if (TryTake("in"))
            return new InFilter { Operand = operand, Values = ParseValues() };
        if (TryTake("between"))
        {
            FilterOperand low = ParseOperand();
            Take("and");
            return new BetweenFilter { Operand = operand, Low = low, High = ParseOperand() };
        }
        if (!TryTake("starts"))
            throw Expected("a comparison, 'is', 'in', 'between' or 'starts with'");
        Take("with");
        return new StartsWithFilter { Operand = operand, Prefix = TakeText() };
    }

    private ValueList<ScalarValue> ParseValues()
    {
        Take("(");
        List<ScalarValue> values = [];
        while (!_token.Is(")") && (values.Count == 0 || Take(",")))
            values.Add(TryParseLiteral() ?? throw Expected("a value"));
        Take(")");
        return [.. values];
    }

    private FilterOperand ParseOperand()
    {
        if (TryParseLiteral() is { } literal)
            return FilterOperand.Literal(literal);
        FilterToken token = _token;
        if (TryTake("attribute"))
        {
            Take("(");
            string name = TakeText();
            Take(")");
            return name.Length > 0 ? FilterOperand.Attribute(name) : throw FilterLexer.Error("an attribute has no name", token.Position);
        }
        if (_next.Is("(") && (token.Is("now") || token.Is("today")))
            return ParseTime();
        bool isName = token.Kind == FilterTokenKind.QuotedName || (token.Kind == FilterTokenKind.Word && !FilterWords.IsReserved(token.Value));
        if (!isName || token.Value.Length == 0)
            throw Expected("a column, a value, attribute('…'), now(…) or today(…)");
        Advance();
        return FilterOperand.Column(token.Value);
    }

    // 'now' and 'today' are not reserved: they name a column unless a parenthesis follows.
    private FilterOperand ParseTime()
    {
        bool isDate = _token.Is("today");
        Advance();
        Take("(");
        FilterToken text = _token;
        TimeSpan offset = TimeSpan.Zero;
        if (text.Kind == FilterTokenKind.Text)
        {
            offset = FilterLiterals.ParseDuration(text) ?? throw FilterLexer.Error("there is no duration of days and time as in 'P7D' or '-PT12H'", text.Position);
            Advance();
        }
        Take(")");
        return isDate ? FilterOperand.Today(offset) : FilterOperand.Now(offset);
    }

    private ScalarValue? TryParseLiteral()
    {
        FilterToken token = _token;
        ScalarValue? none = default; // a bare null would become the value null
        ScalarValue? value = token.Kind switch
        {
            FilterTokenKind.Text => ScalarValue.From(token.Value),
            FilterTokenKind.Number => FilterLiterals.ParseNumber(token),
            FilterTokenKind.Word when _next.Kind == FilterTokenKind.Text => FilterLiterals.ParseTyped(token, _next),
            FilterTokenKind.Word => FilterLiterals.ParseWord(token.Value),
            _ => none,
        };
        if (value is null)
            return null;
        if (token.Kind == FilterTokenKind.Word && _next.Kind == FilterTokenKind.Text)
            Advance();
        Advance();
        return value;
    }

    private string TakeText()
    {
        FilterToken token = _token;
        if (token.Kind != FilterTokenKind.Text)
            throw Expected("a text in single quotes");
        Advance();
        return token.Value;
    }

    private bool Take(string wordOrSymbol) => TryTake(wordOrSymbol) ? true : throw Expected($"'{wordOrSymbol}'");

    private bool TryTake(string wordOrSymbol)
    {
        if (!_token.Is(wordOrSymbol))
            return false;
        Advance();
        return true;
    }

    private void Advance() => (_token, _next) = (_next, _lexer.Next());

    private FormatException Expected(string what) => FilterLexer.Error($"expected {what} but found {_token.Describe()}", _token.Position);

    private FormatException TooDeep() => FilterLexer.Error($"it nests deeper than {Filter.MaximumDepth} levels", _token.Position);
}
