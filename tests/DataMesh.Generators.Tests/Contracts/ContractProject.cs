using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Generators.Tests;

/// <summary>A project with committed contracts, as the compiler and an editor see it.</summary>
internal sealed class ContractProject(string source)
{
    private const string Root = "/project/";

    public string Source { get; } = source;

    /// <summary>The files of the contracts folder by their names.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    public bool IsEnabled { get; init; } = true;

    public bool Writes { get; init; } = true;

    /// <summary>A record and the declaration of its port, sales/orders/lines.</summary>
    public static string Declare(string members, string version = "1.0.0", string type = "OrderLine") => $$"""
        [DataSchema]
        public sealed partial record {{type}}
        {
            {{members}}
        }

        public static class Program
        {
            public static void Add(IDataMeshBuilder mesh) => mesh.AddProduct<{{type}}>("sales/orders/lines", port => port.Version("{{version}}"));
        }
        """;

    /// <summary>The contracts that the first build would write, by their names.</summary>
    public Dictionary<string, string> FirstBuild() => Run(out _).GetRunResult().GeneratedTrees.Single(t => t.FilePath.EndsWith(DeclaredContracts.HintName, StringComparison.Ordinal)).ToString()
        .Split('\n').Where(l => l.StartsWith("// contract ", StringComparison.Ordinal)).Select(l => l.Split(' '))
        .ToDictionary(l => l[4], l => Uri.UnescapeDataString(Encoding.UTF8.GetString(Convert.FromBase64String(l[5]))) + "\n");

    public GeneratorDriver Run(out Compilation compiled) => CSharpGeneratorDriver.Create(
            [new DataSchemaGenerator().AsSourceGenerator(), new ContractBaselineGenerator().AsSourceGenerator()], Texts(), parseOptions: Compiler.ParseOptions, optionsProvider: Options(),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
        .RunGeneratorsAndUpdateCompilation(Compiler.Compile(Source), out compiled, out _, TestContext.Current.CancellationToken);

    public async Task<Diagnostic[]> AnalyzeAsync()
    {
        Run(out Compilation compiled);
        return await AnalyzeAsync(compiled);
    }

    /// <summary>What is reported, as "DMESH3002 message".</summary>
    public async Task<string[]> DescribeAsync() => [.. (await AnalyzeAsync()).Select(d => $"{d.Id} {d.GetMessage(CultureInfo.InvariantCulture)}")];

    /// <summary>The project after one action of the code fix, and the titles of all that are offered, in their order.</summary>
    public async Task<(ContractProject Fixed, string[] Titles)> FixAsync(CodeFixProvider provider, string key)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using AdhocWorkspace workspace = new();
        Project project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Rows", "Rows", LanguageNames.CSharp,
            compilationOptions: Compiler.Compile("").Options, parseOptions: Compiler.ParseOptions, metadataReferences: Compiler.References));
        project = project.AddDocument("usings.cs", Compiler.Usings, filePath: "usings.cs").Project;
        foreach ((string name, string content) in Files)
            project = project.AddAdditionalDocument(name, content, filePath: $"{Root}contracts/{name}").Project;
        Document document = project.AddDocument("rows.cs", Source, filePath: "rows.cs");
        Compilation original = (await document.Project.GetCompilationAsync(token))!;
        Compilation compiled = original.AddSyntaxTrees(Run(out _).GetRunResult().GeneratedTrees);
        List<CodeAction> actions = [];
        foreach (Diagnostic diagnostic in (await AnalyzeAsync(compiled)).Where(d => provider.FixableDiagnosticIds.Contains(d.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), token));
        CodeAction chosen = actions.First(a => a.EquivalenceKey == key);
        Solution changed = (await chosen.GetOperationsAsync(token)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Dictionary<string, string> files = [];
        foreach (TextDocument file in changed.GetProject(project.Id)!.AdditionalDocuments)
            files.Add(file.Name, (await file.GetTextAsync(token)).ToString());
        string source = (await changed.GetDocument(document.Id)!.GetTextAsync(token)).ToString();
        return (new ContractProject(source) { Files = files }, [.. actions.Select(a => a.Title)]);
    }

    private async Task<Diagnostic[]> AnalyzeAsync(Compilation compiled)
    {
        AnalyzerOptions options = new(Texts(), Options());
        CompilationWithAnalyzers analysis = compiled.WithAnalyzers([new ContractDriftAnalyzer()], options);
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.GetMessage(CultureInfo.InvariantCulture), StringComparer.Ordinal)];
    }

    private ImmutableArray<AdditionalText> Texts() => [.. Files.Select(f => new InMemoryFile($"{Root}contracts/{f.Key}", f.Value))];

    private ProjectOptions Options() => new(new()
    {
        ["build_property.DataMeshContracts"] = IsEnabled ? "true" : "false",
        ["build_property.DataMeshWriteContracts"] = Writes ? "true" : "false",
    });

    private sealed class InMemoryFile(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content, Encoding.UTF8);
    }

    private sealed class ProjectOptions(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Set _set = new(values);

        public override AnalyzerConfigOptions GlobalOptions => _set;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _set;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _set;

        private sealed class Set(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
