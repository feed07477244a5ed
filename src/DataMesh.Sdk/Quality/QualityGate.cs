using System.Globalization;

namespace DataMesh;

/// <summary>Decides by what the rules found whether a publish may happen.</summary>
internal static class QualityGate
{
    private const int RulesInMessage = 5;

    /// <exception cref="QualityGateException">A rule about all rows does not hold, or more rows than the contract allows break rules about single rows.</exception>
    public static void Demand(PortBinding port, RunFindings findings, long? currentSnapshot)
    {
        string[] reasons = [.. Reasons(port.Contract, findings)];
        if (reasons.Length == 0)
            return;
        string more = reasons.Length > RulesInMessage ? string.Create(CultureInfo.InvariantCulture, $" and {reasons.Length - RulesInMessage} more, see Results") : "";
        string readers = currentSnapshot is long snapshot ? string.Create(CultureInfo.InvariantCulture, $"Nothing changed; consumers still read snapshot {snapshot}.") : "Nothing was published.";
        throw new QualityGateException($"Cannot publish to '{port.Label}': the rows do not keep the quality rules of the contract {port.Contract.Version}: {string.Join("; ", reasons.Take(RulesInMessage))}{more}. {readers} Correct the rows and publish again.")
        {
            Product = port.Name.Product,
            Port = port.Name,
            Operation = "publish",
            Results = findings.Results,
            Rejected = findings.Rejected,
            Rows = findings.Rows,
        };
    }

    /// <summary>What keeps the gate closed, in words; nothing when it is open.</summary>
    public static IEnumerable<string> Reasons(DataContract contract, RunFindings findings)
    {
        if (findings.Rejected > contract.QuarantineLimit * findings.Rows)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{findings.Rejected:N0} of {findings.Rows:N0} rows break rules about single rows ({string.Join(", ", findings.Results.Where(r => r is { Rule: RowRule { Severity: Severity.Error }, Rows: > 0 }).Select(Describe))}), and at most {contract.QuarantineLimit * 100:0.####} % may go to quarantine");
        }
        foreach (QualityResult failed in findings.Results.Where(r => r.Status == QualityStatus.Fail))
            yield return $"'{failed.Rule.Name}': {failed.Rule.Describe()}{Found(failed)}";
    }

    private static string Describe(QualityResult result) => string.Create(CultureInfo.InvariantCulture, $"'{result.Rule.Name}': {result.Rows:N0}, first at row {result.FirstRow}");

    private static string Found(QualityResult result) => (result.Rule, result.Rows, result.FirstRow) switch
    {
        // What a statement gives may be a value, and messages hold none.
        (SqlRule, long, _) => " (it was another, see Results)",
        (RowCountRule, long rows, _) => string.Create(CultureInfo.InvariantCulture, $" (it was {rows:N0})"),
        (_, long rows, long first) => string.Create(CultureInfo.InvariantCulture, $" ({rows:N0} rows break it, the first is row {first})"),
        (_, long rows, null) => string.Create(CultureInfo.InvariantCulture, $" ({rows:N0} rows break it)"),
        _ => "",
    };
}
