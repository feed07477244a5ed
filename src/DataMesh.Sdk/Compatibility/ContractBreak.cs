using System.Globalization;

namespace DataMesh;

/// <summary>A port whose declared contract breaks readers of the stored one.</summary>
/// <param name="Port">The port.</param>
/// <param name="Stored">The contract that readers rely on.</param>
/// <param name="Differences">What breaks them.</param>
/// <param name="Problem">What to say first.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ContractBreak(PortDefinition Port, DataContract Stored, IReadOnlyList<ContractDifference> Differences, string Problem, string Remedy)
{
    /// <summary>The refusal, with whom it hits.</summary>
    /// <param name="consumers">Who uses the port; null when it could not be found out.</param>
    public BreakingChangeException Refuse(IReadOnlyList<PortConsumer>? consumers)
    {
        HashSet<string> columns = [.. Differences.Select(ColumnOf).OfType<string>()];
        bool asWhole = Differences.Any(d => ColumnOf(d) is null);
        PortConsumer[] hit = [.. consumers?.Where(c => ChangedColumns.Hit(c.Columns, columns, asWhole)) ?? []];
        string whom = consumers is null ? " Whom it hits could not be found out." : hit.Length == 0 ? " No consumer is known to use what changed." : $" It hits {ChangedColumns.Spell(hit.Select(c => (c.Name, c.Columns)), columns)}.";
        return new BreakingChangeException($"Cannot register port '{Port.Contract.Port}': {Problem} {Remedy}{whom}")
        {
            Product = Port.Contract.Port.Product,
            Port = Port.Contract.Port,
            Operation = "register",
            Differences = Differences,
            Consumers = hit,
            SuggestedVersion = VersionRules.Announce(Stored.Version.Parts()).ToVersion(),
        };
    }

    /// <summary>What breaks, in words.</summary>
    public static string Summarize(IReadOnlyList<ContractDifference> differences)
    {
        const int MostNamed = 5;
        string more = differences.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {differences.Count - MostNamed} more") : "";
        return string.Join("; ", differences.Take(MostNamed).Select(d => d.Summary)) + more;
    }

    // The column of the stored contract, of which a difference below it is one too.
    private string? ColumnOf(ContractDifference difference) => ChangedColumns.Of(difference.Path) is { } name ? Former(name) : null;

    private string Former(string name) => Stored.Schema.Find(name) is not null ? name
        : Port.Contract.Schema.Find(name)?.FormerNames.FirstOrDefault(former => Stored.Schema.Find(former) is not null) ?? name;
}
