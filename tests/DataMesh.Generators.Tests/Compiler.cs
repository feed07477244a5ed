using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Generators.Tests;

/// <summary>Compiles source with the generator, as a project of a user does.</summary>
internal static class Compiler
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.ComponentModel;
        global using System.ComponentModel.DataAnnotations;
        global using System.ComponentModel.DataAnnotations.Schema;
        global using DataMesh;
        """;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create("Rows",
        [Parse(Usings, "usings.cs"), Parse(source, "rows.cs")], s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parseOptions, path);

    public static CSharpGeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create([new DataSchemaGenerator().AsSourceGenerator()], parseOptions: s_parseOptions,
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

    /// <summary>What the analyzer reports on the compilation with the generated code.</summary>
    public static async Task<Diagnostic[]> AnalyzeAsync(string source)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(source), out Compilation output, out _, TestContext.Current.CancellationToken);
        CompilationWithAnalyzers analysis = output.WithAnalyzers([new MissingSchemaAnalyzer()]);
        return [.. await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)];
    }
}
