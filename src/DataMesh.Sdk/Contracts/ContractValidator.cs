using System.Globalization;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Checks every row of a publish against the contract, column by column, and refuses the publish with all broken rules of the first bad batch.</summary>
internal sealed class ContractValidator
{
    private const int MaximumRulesInMessage = 5;

    private readonly DataContract _contract;
    private readonly ColumnRule[] _rules;
    private readonly (int Ordinal, NestedRules Rules)[] _nested;

    /// <param name="contract">The contract.</param>
    /// <param name="isForeign">True for batches that this library did not make: then it is also checked that every value can be stored.</param>
    public ContractValidator(DataContract contract, bool isForeign)
    {
        _contract = contract;
        Schema schema = contract.Schema.ToArrowSchema();
        _rules = [.. contract.Schema.Properties.SelectMany((property, ordinal) => ColumnRule.Of(property, ordinal, schema, isForeign))];
        _nested = [.. contract.Schema.Properties.Index().Where(p => p.Item.Type.IsNested).Select(p => (p.Index, new NestedRules(p.Item.Name, p.Item.Type, isForeign)))];
    }

    /// <param name="batch">A batch with the contract's columns in the contract's order.</param>
    /// <param name="firstRow">The ordinal, in the published stream, of the batch's first row.</param>
    /// <exception cref="ContractViolationException">Rows break rules.</exception>
    public void Check(RecordBatch batch, long firstRow)
    {
        List<ContractViolation>? violations = null;
        foreach (ColumnRule rule in _rules)
            if (rule.FindViolations(batch) is { Rows: > 0 } found)
                (violations ??= []).Add(new ContractViolation { Column = rule.Column, Rule = rule.Text, FirstRow = firstRow + found.First, Rows = found.Rows });
        foreach ((int ordinal, NestedRules rules) in _nested)
            foreach (ContractViolation violation in rules.Find(batch.Column(ordinal).Data, row => firstRow + row))
                (violations ??= []).Add(violation);
        if (violations is not null)
            throw Refusal(violations);
    }

    private ContractViolationException Refusal(List<ContractViolation> violations)
    {
        string list = string.Join("; ", violations.Take(MaximumRulesInMessage).Select(v => string.Create(CultureInfo.InvariantCulture, $"'{v.Column}' {v.Rule} (first at row {v.FirstRow})")));
        string more = violations.Count > MaximumRulesInMessage ? string.Create(CultureInfo.InvariantCulture, $" and {violations.Count - MaximumRulesInMessage} more, see Violations") : "";
        return new ContractViolationException($"Cannot publish to '{_contract.Port}': rows break {violations.Count} rule{(violations.Count == 1 ? "" : "s")} of the contract {_contract.Version}: {list}{more}. Correct the rows and publish again. Nothing was published.")
        {
            Product = _contract.Port.Product,
            Port = _contract.Port,
            Operation = "publish",
            Violations = violations,
        };
    }
}
