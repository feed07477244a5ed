using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Generators;

/// <summary>Reports how one declared port differs from its committed contract.</summary>
internal sealed class DriftReport(SyntaxNodeAnalysisContext context, PortDeclaration declaration, SchemaModel record, AdditionalText file, ContractFiles files)
{
    private string Folder => file.Path.Substring(0, file.Path.Length - FileName.Length).TrimEnd('/', '\\') is var path ? path.Substring(path.LastIndexOfAny(['/', '\\']) + 1) : "";

    private string FileName => Path.GetFileName(file.Path);

    private string ShownFile => Folder.Length == 0 ? FileName : $"{Folder}/{FileName}";

    /// <summary>Reports every difference.</summary>
    public void Report(YamlMapping outline)
    {
        YamlMapping committed;
        try
        {
            committed = ContractFiles.ReadContract(file, context.CancellationToken);
        }
        catch (DataMeshException)
        {
            return; // told at the file
        }
        ContractDrift drift = new(committed, outline);
        foreach (FoundDifference difference in drift.Differences)
            Report(drift, difference);
        if (drift.Differences.Count == 0 && drift.Former != drift.Declared)
            Add(DiagnosticDescriptors.ContractDrift, drift, null, [], null, $"the committed contract says version {drift.Former}, the declaration {drift.Declared}", Remedy(drift));
    }

    private void Report(ContractDrift drift, FoundDifference difference)
    {
        string impact = difference.Rule.OutputPort.ToString().ToLowerInvariant();
        IReadOnlyList<ISymbol> successors = RenamedTo(drift, difference);
        string? former = successors.Count > 0 ? Matching.Text((YamlMapping)difference.Former!, "name") : null;
        string rename = former is null ? "" : $". If it is now '{string.Join("' or '", successors.Select(m => m.Name))}', say so there: [FormerName(\"{former}\")]";
        Location[] renamed = [.. successors.Select(m => m.Locations.First(l => l.IsInSource))];
        if (drift.Breaks(difference))
            Add(DiagnosticDescriptors.BreakingChange, drift, difference.Rule, renamed, former, $"{difference.Summary}, which breaks readers of {drift.Former}", Hits(drift, difference) + rename, VersionText(drift.Needed));
        else
            Add(DiagnosticDescriptors.ContractDrift, drift, difference.Rule, renamed, former, $"{difference.Summary} ({impact})", difference.Rule.OutputPort == ChangeImpact.Major ? $"{Hits(drift, difference)}. {Remedy(drift)}" : Remedy(drift));
    }

    private void Add(DiagnosticDescriptor descriptor, ContractDrift drift, ChangeRule? rule, IReadOnlyList<Location> renamed, string? former, params string[] arguments)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
            .Add(ContractDriftAnalyzer.FileProperty, file.Path).Add(ContractDriftAnalyzer.VersionProperty, drift.Needed).Add(ContractDriftAnalyzer.FormerNameProperty, former).Add(ContractDriftAnalyzer.RuleProperty, rule?.Name);
        context.ReportDiagnostic(Diagnostic.Create(descriptor, declaration.RecordSyntax.GetLocation(), renamed, properties, [declaration.Port!, .. arguments]));
    }

    private string Remedy(ContractDrift drift) => drift.Needed == drift.Declared ? $"Update '{ShownFile}'" : $"Set {VersionText(drift.Needed)} and update '{ShownFile}'";

    private static string VersionText(string version) => $"Version(\"{version}\")";

    // Columns that are new and of the same type: one of them may be the one that is gone.
    private IReadOnlyList<ISymbol> RenamedTo(ContractDrift drift, FoundDifference difference)
    {
        if (difference.Rule != ChangeRules.PropertyRemoved || ChangedColumns.Of(difference.Path) is not { } gone || !difference.Path.EndsWith($"[name={gone}]", StringComparison.Ordinal))
            return [];
        return [.. drift.Differences
            .Where(d => (d.Rule == ChangeRules.PropertyAdded || d.Rule == ChangeRules.RequiredPropertyAdded) && ChangedColumns.Of(d.Path) is { } added && d.Path.EndsWith($"[name={added}]", StringComparison.Ordinal)
                && TypeRules.AreSame((YamlMapping)difference.Former!, (YamlMapping)d.Current!))
            .Select(d => record.Columns.FirstOrDefault(c => c.Column == ChangedColumns.Of(d.Path)))
            .Select(c => c is null ? null : declaration.Record.GetMembers(c.Property).FirstOrDefault(m => m.Locations.Any(l => l.IsInSource))).OfType<ISymbol>()];
    }

    private string Hits(ContractDrift drift, FoundDifference difference)
    {
        if (files.Find(ContractFiles.Consumers) is not { } locked)
            return $"Whom it hits is not known: '{ContractFiles.Consumers}' is not committed";
        try
        {
            int? major = ContractVersion.TryParse(drift.Former)?.Major;
            if (ContractFiles.ReadConsumers(locked, $"{declaration.Port}@{major}", context.CancellationToken) is not { } consumers)
                return $"Whom it hits is not known: '{ContractFiles.Consumers}' does not list the port";
            HashSet<string> columns = ColumnOf(drift, difference) is { } column ? [column] : [];
            (string, IReadOnlyList<string>?)[] hit = [.. consumers.Where(c => ChangedColumns.Hit(c.Columns, columns, columns.Count == 0))];
            return hit.Length == 0 ? "No consumer is known to use what changed" : $"It hits {ChangedColumns.Spell(hit, columns)}";
        }
        catch (DataMeshException)
        {
            return $"Whom it hits is not known: '{ContractFiles.Consumers}' cannot be read";
        }
    }

    // Consumers know a column by its committed name.
    private static string? ColumnOf(ContractDrift drift, FoundDifference difference)
    {
        if (ChangedColumns.Of(difference.Path) is not { } name)
            return null;
        HashSet<string> committed = [.. Columns(drift.Committed)];
        return committed.Contains(name) ? name : drift.Merged is var merged && Properties(merged).FirstOrDefault(p => Matching.Text(p, "name") == name) is { } now
            ? Matching.FormerNames(now).FirstOrDefault(committed.Contains) ?? name : name;
    }

    private static IEnumerable<string> Columns(YamlMapping document) => Properties(document).Select(p => Matching.Text(p, "name")).OfType<string>();

    private static IEnumerable<YamlMapping> Properties(YamlMapping document) => Matching.Mappings(document, "schema").SelectMany(s => Matching.Mappings(s, "properties"));
}
