using System.Collections.Immutable;
using System.Xml.Linq;
using DataMesh.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Docs.Tests;

/// <summary>Compiles a snippet as a project that references the package DataMesh would: nullable, implicit usings, the generator.</summary>
internal static class SnippetCompiler
{
    private static readonly string[] SdkUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] WebUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("DataMesh.Docs", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [.. typeof(DataSchemaGenerator).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !t.IsAbstract).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    public static CSharpParseOptions ParseOptions { get; } = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    /// <summary>Compiles; <paramref name="problems"/> holds everything the compiler, the generator and the analyzers say.</summary>
    public static CSharpCompilation Compile(string code, string name, out ImmutableArray<Diagnostic> problems)
    {
        SyntaxTree program = Parse(code);
        if (((CompilationUnitSyntax)program.GetRoot()).Members.Any(m => m is PropertyDeclarationSyntax or IncompleteMemberSyntax))
            program = Parse(AsRecord(code));
        bool runs = ((CompilationUnitSyntax)program.GetRoot()).Members.OfType<GlobalStatementSyntax>().Any();
        IEnumerable<string> usings = [.. SdkUsings, .. PackageUsings(), .. code.Contains("WebApplication", StringComparison.Ordinal) ? WebUsings : []];
        SyntaxTree global = CSharpSyntaxTree.ParseText(string.Concat(usings.Distinct().Select(u => $"global using {u};\n")), ParseOptions, path: "GlobalUsings.cs");
        CSharpCompilationOptions options = new(runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DataSchemaGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(CSharpCompilation.Create(name, [program, global], References, options), out Compilation compilation, out ImmutableArray<Diagnostic> generated);
        ImmutableArray<Diagnostic> analyzed = compilation.WithAnalyzers(Analyzers).GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        problems = [.. generated.Concat(analyzed).Where(d => d.Severity >= DiagnosticSeverity.Info && d.Id is not ("CS1701" or "CS1702"))];
        return (CSharpCompilation)compilation;
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, ParseOptions, path: "Program.cs");

    // Pages about one property show the property alone.
    private static string AsRecord(string properties) => $$"""
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations.Schema;

        [DataSchema]
        public sealed partial record Example
        {
            public long Other { get; init; }
            {{properties}}
        }
        """;

    private static IEnumerable<string> PackageUsings() =>
        XDocument.Load(Path.Combine(Documents.Root, "src", "DataMesh", "buildTransitive", "DataMesh.props")).Descendants("Using").Select(u => (string)u.Attribute("Include")!);
}
