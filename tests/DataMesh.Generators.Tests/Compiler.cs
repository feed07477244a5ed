using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Generators.Tests;

/// <summary>Compiles source with the generator, as a project of a user does.</summary>
internal static class Compiler
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.ComponentModel;
        global using System.ComponentModel.DataAnnotations;
        global using System.ComponentModel.DataAnnotations.Schema;
        global using DataMesh;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    public static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    // Compilations made of one another share what they know of their references.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create("Rows", [Parse(Usings, "usings.cs")], References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));

    public static CSharpCompilation Compile(string source) => s_empty.AddSyntaxTrees(Parse(source, "rows.cs"));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    public static CSharpGeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create([new DataSchemaGenerator().AsSourceGenerator()], parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The emitted code; asserts that everything compiles without a warning.</summary>
    public static string Generate(string source)
    {
        GeneratorDriver driver = CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(source), out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning));
        return string.Concat(driver.GetRunResult().GeneratedTrees.Select(t => t.ToString()));
    }

    /// <summary>What the generator reports, as "DMESH1003 'text at the place': message".</summary>
    public static string[] Diagnose(string source)
    {
        CSharpCompilation compilation = Compile(source);
        GeneratorDriverRunResult result = CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult();
        return [.. result.Diagnostics.Select(Describe)];

        string Describe(Diagnostic d) => $"{d.Id} '{source[d.Location.SourceSpan.Start..d.Location.SourceSpan.End]}': {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    /// <summary>What the analyzers report on the compilation with the generated code.</summary>
    public static async Task<Diagnostic[]> AnalyzeAsync(string source)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(source), out Compilation output, out _, TestContext.Current.CancellationToken);
        return await AnalyzeAsync(output);
    }

    public static async Task<Diagnostic[]> AnalyzeAsync(Compilation compilation)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new MissingSchemaAnalyzer(), new FixedValueAnalyzer(), new NullNegationAnalyzer()]);
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>The source after a code fix for the first diagnostic, as an editor applies it; null when the fix offers no such action.</summary>
    /// <param name="source">The source.</param>
    /// <param name="provider">The code fix.</param>
    /// <param name="key">Which of its actions.</param>
    public static async Task<string?> FixAsync(string source, CodeFixProvider provider, string key)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using AdhocWorkspace workspace = new();
        CSharpCompilation compilation = Compile(source);
        Project project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Rows", "Rows", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: ParseOptions, metadataReferences: References));
        project = project.AddDocument("usings.cs", Usings, filePath: "usings.cs").Project;
        Document document = project.AddDocument("rows.cs", source, filePath: "rows.cs");
        Compilation original = (await document.Project.GetCompilationAsync(token))!;
        CreateDriver().RunGeneratorsAndUpdateCompilation(original, out Compilation output, out _, token);
        Diagnostic diagnostic = (await AnalyzeAsync(output)).First(d => provider.FixableDiagnosticIds.Contains(d.Id));
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), token));
        if (actions.Find(a => a.EquivalenceKey == key) is not { } chosen)
            return null;
        ApplyChangesOperation change = (await chosen.GetOperationsAsync(token)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(token)).ToString();
    }
}
