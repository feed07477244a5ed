using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Generators;

/// <summary>Compares the ports that code declares with their committed contracts, by the table of the Sdk, as a promise to readers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractDriftAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that holds the path of the committed contract.</summary>
    public const string FileProperty = "file";

    /// <summary>The property of a diagnostic that holds the version to declare.</summary>
    public const string VersionProperty = "version";

    /// <summary>The property of a diagnostic that holds the column that is gone where another one may be it, renamed. The additional locations are those of the properties that may be.</summary>
    public const string FormerNameProperty = "formerName";

    /// <summary>The property of a diagnostic that holds the rule that judged the difference; docs/compatibility.md lists all.</summary>
    public const string RuleProperty = "rule";

    // Stands among the files for one of a port that only running code knows.
    private const string Computed = "*";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.NoCommittedContract, DiagnosticDescriptors.ContractDrift, DiagnosticDescriptors.BreakingChange, DiagnosticDescriptors.UnreadableContract, DiagnosticDescriptors.ComputedContract,
            DiagnosticDescriptors.AbandonedContract];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!ContractOptions.IsEnabled(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions))
                return;
            ContractFiles files = new(start.Options.AdditionalFiles);
            start.RegisterAdditionalFileAction(CheckFile);
            // The files of the declared ports.
            ConcurrentDictionary<string, bool> declared = new(StringComparer.Ordinal);
            start.RegisterSyntaxNodeAction(node => Analyze(node, files, declared), SyntaxKind.InvocationExpression);
            start.RegisterCompilationEndAction(end => FindAbandoned(end, files, declared));
        });
    }

    private static void CheckFile(AdditionalFileAnalysisContext context)
    {
        if (!ContractFiles.IsOurs(context.AdditionalFile))
            return;
        try
        {
            if (context.AdditionalFile.Path.EndsWith(ContractFiles.Suffix, StringComparison.OrdinalIgnoreCase))
                ContractFiles.ReadContract(context.AdditionalFile, context.CancellationToken);
            else
                ContractFiles.ReadConsumers(context.AdditionalFile, port: null, context.CancellationToken);
        }
        catch (DataMeshException error)
        {
            LinePosition place = new((int)Math.Max(error.Mark.Line - 1, 0), (int)Math.Max(error.Mark.Column - 1, 0));
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnreadableContract, Location.Create(context.AdditionalFile.Path, default, new LinePositionSpan(place, place)), Path.GetFileName(context.AdditionalFile.Path), error.Message));
        }
    }

    private static void FindAbandoned(CompilationAnalysisContext context, ContractFiles files, ConcurrentDictionary<string, bool> declared)
    {
        if (declared.ContainsKey(Computed))
            return;
        foreach (AdditionalText file in files.Contracts)
            if (!declared.ContainsKey(ContractFiles.FileName(file.Path)))
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.AbandonedContract, Location.Create(file.Path, default, default), ContractFiles.FileName(file.Path)));
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ContractFiles files, ConcurrentDictionary<string, bool> declared)
    {
        if (PortDeclaration.TryRead(context.Node, context.SemanticModel, context.CancellationToken) is not { } declaration)
            return;
        Location place = declaration.RecordSyntax.GetLocation();
        if (declaration.Port is not { } port || declaration.Version is not { } version)
        {
            declared[Computed] = true;
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.ComputedContract, place, declaration.Record.Name, declaration.Port is null ? "name" : "version"));
            return;
        }
        int major = ContractVersion.TryParse(version)!.Value.Major;
        string name = DeclaredContracts.FileOf(context.Compilation, port, major, context.CancellationToken);
        declared[name] = true;
        if (files.Find(name) is not { } file)
        {
            bool writes = ContractOptions.Writes(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NoCommittedContract, place, writes ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, additionalLocations: null, properties: null,
                port, name));
        }
        else if (declaration.ReadRecord(context.CancellationToken) is { } record)
            new DriftReport(context, declaration, record, file, files).Report(ContractOutline.Write(port, version, record));
    }
}
