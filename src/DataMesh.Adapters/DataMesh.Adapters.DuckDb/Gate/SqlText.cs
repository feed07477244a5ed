using System.Collections.Frozen;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Gives every <c>$name</c> of a statement its type. Runs before the gate, which checks the text that results.</summary>
internal sealed class SqlText
{
    private const int MaximumNesting = 200;
    private const int MaximumSetOperations = 200;

    // Each nests the syntax tree by one level without any bracket, and DuckDB's time grows with the square.
    private static readonly FrozenSet<string> SetOperations = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "union", "except", "intersect");

    private readonly string _sql;
    private readonly IReadOnlyDictionary<string, QueryParameter> _parameters;
    private readonly StringBuilder _typed = new();
    private readonly Dictionary<string, QueryParameter> _used = new(StringComparer.OrdinalIgnoreCase);
    private int _at;
    private int _copied;
    private int _nesting;
    private int _setOperations;

    private SqlText(string sql, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        _sql = sql;
        _parameters = parameters;
    }

    /// <summary>Returns the statement with typed parameters and the parameters that it uses.</summary>
    internal static (string Sql, IReadOnlyDictionary<string, QueryParameter> Used) Type(string sql, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        SqlText text = new(sql, parameters);
        text.Scan();
        return (text._typed.ToString(), text._used);
    }

    private char Current => _sql[_at];

    private char Next => _at + 1 < _sql.Length ? _sql[_at + 1] : '\0';

    private void Scan()
    {
        while (_at < _sql.Length)
            ScanToken();
        _typed.Append(_sql, _copied, _sql.Length - _copied);
    }

    private void ScanToken()
    {
        switch (Current)
        {
            case '\'': SkipQuoted('\'', escapes: false); break;
            case '"': SkipQuoted('"', escapes: false); break;
            case 'e' or 'E' when Next == '\'':
                _at++;
                SkipQuoted('\'', escapes: true);
                break;
            case '-' when Next == '-': SkipUntil("\n"); break;
            case '/' when Next == '*': SkipComment(); break;
            case '$': ScanDollar(); break;
            case '(' or '[' or '{': Nest(); break;
            case ')' or ']' or '}':
                _nesting--;
                _at++;
                break;
            case char c when IsWord(c): SkipWord(); break;
            default: _at++; break;
        }
    }

    private void Nest()
    {
        if (++_nesting > MaximumNesting)
            throw DuckDbErrors.Refused($"its brackets nest deeper than {MaximumNesting}", "Split it with common table expressions.");
        _at++;
    }

    private void SkipQuoted(char quote, bool escapes)
    {
        for (_at++; _at < _sql.Length; _at++)
        {
            if (escapes && Current == '\\')
                _at++;
            else if (Current == quote)
            {
                _at++;
                if (_at >= _sql.Length || Current != quote)
                    return;
            }
        }
    }

    private void SkipUntil(string end)
    {
        int found = _sql.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _sql.Length : found + end.Length;
    }

    private void SkipComment()
    {
        int depth = 0;
        do
        {
            if (Current == '/' && Next == '*')
                (depth, _at) = (depth + 1, _at + 2);
            else if (Current == '*' && Next == '/')
                (depth, _at) = (depth - 1, _at + 2);
            else
                _at++;
        }
        while (depth > 0 && _at < _sql.Length);
    }

    private void SkipWord()
    {
        int start = _at;
        while (_at < _sql.Length && (IsWord(Current) || Current == '$'))
            _at++;
        if (SetOperations.Contains(_sql[start.._at]) && ++_setOperations > MaximumSetOperations)
            throw DuckDbErrors.Refused($"it has more than {MaximumSetOperations} set operations", "Split it, or use VALUES.");
    }

    private void ScanDollar()
    {
        int start = _at++;
        while (_at < _sql.Length && IsWord(Current))
            _at++;
        if (_at < _sql.Length && Current == '$' && (_at == start + 1 || !char.IsAsciiDigit(_sql[start + 1])))
        {
            string tag = _sql[start..++_at];
            SkipUntil(tag);
            return;
        }
        string name = _sql[(start + 1).._at];
        if (!_parameters.TryGetValue(name, out QueryParameter? parameter))
            throw DuckDbErrors.Refused($"parameter '${name}' has no value", "Give every parameter of the statement a value, by name.");
        _used[name] = parameter;
        _typed.Append(_sql, _copied, start - _copied).Append("CAST($").Append(name).Append(" AS ").Append(SqlParameters.TypeName(parameter)).Append(')');
        _copied = _at;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > '\x7f';
}
