using System.Globalization;
using System.Text;

namespace DataMesh.Mapping;

/// <summary>The rules that rows of one batch break, each with its first row and its count.</summary>
internal sealed class BatchViolations
{
    private readonly Dictionary<(string Column, BrokenRule Rule), (long First, long Rows)> _found = [];

    public void Clear() => _found.Clear();

    public void Add(string column, BrokenRule rule, long row) =>
        _found[(column, rule)] = _found.TryGetValue((column, rule), out (long First, long Rows) seen) ? (seen.First, seen.Rows + 1) : (row, 1);

    public void ThrowIfAny()
    {
        if (_found.Count == 0)
            return;
        throw new ContractViolationException(Describe())
        {
            Violations = [.. _found.Select(v => new ContractViolation { Column = v.Key.Column, Rule = v.Key.Rule.Name, FirstRow = v.Value.First, Rows = v.Value.Rows })],
        };
    }

    private string Describe()
    {
        StringBuilder text = new("The rows cannot be stored: ");
        foreach (((string column, BrokenRule rule), (long first, long rows)) in _found)
        {
            text.Append(CultureInfo.InvariantCulture, $"row {first} {rule.Fault} in '{column}'");
            if (rows > 1)
                text.Append(CultureInfo.InvariantCulture, $" ({rows} rows of this batch do)");
            text.Append("; ");
        }
        text.Length -= 2;
        text.Append(". ").AppendJoin(' ', _found.Keys.Select(k => k.Rule.Remedy).Distinct());
        return text.ToString();
    }
}
