using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Tests.Policies;

/// <summary>Compiles the Sdk from its sources, in memory, with every seeded bug behind a switch, and loads this project's own checks beside it.</summary>
/// <remarks>
/// Everything but the mutated members is what ships. Two files need source generators, which do not run here: log methods become empty, and calls into libc are bound the older way.
/// </remarks>
internal static class MutantBuild
{
    /// <summary>The sources of the Sdk.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "src", "DataMesh.Sdk");

    private const string Frame = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("DataMesh.Policies.Tests")]
        namespace DataMesh
        {
            internal static class MutantSwitch
            {
                internal static int Active;
            }
        }
        """;

    private static readonly Lazy<Context> Loaded = new(() => new Context(Compile()));

    /// <summary>This project's checks, loaded beside the mutated Sdk, with one bug turned on; null turns all off.</summary>
    public static Type Checks(Mutant? mutant)
    {
        Context context = Loaded.Value;
        Type active = context.LoadFromAssemblyName(new AssemblyName("DataMesh.Sdk")).GetType("DataMesh.MutantSwitch")!;
        active.GetField("Active", BindingFlags.NonPublic | BindingFlags.Static)!.SetValue(null, mutant is null ? 0 : Mutant.Seeded.Index().First(m => m.Item == mutant).Index + 1);
        return context.LoadFromAssemblyName(typeof(MutantBuild).Assembly.GetName()).GetType(typeof(MutantChecks).FullName!)!;
    }

    private static byte[] Compile()
    {
        Dictionary<string, SyntaxTree> sources = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'), path => Parse(WithoutGenerators(File.ReadAllText(path))));
        foreach ((int index, Mutant mutant) in Mutant.Seeded.Index())
            sources[mutant.File] = MutantMembers.Switch(sources[mutant.File], File.ReadAllText(Path.Combine(Folder, mutant.File)), mutant, index + 1);
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Where(path => Path.GetFileName(path) != "DataMesh.Sdk.dll").Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create("DataMesh.Sdk", [.. sources.Values, Parse(Frame)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, $"The mutated sources do not compile:\n{string.Join("\n", errors.Take(5).Select(e => e.ToString()))}");
        return image.ToArray();
    }

    internal static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Preview));

    private static string WithoutGenerators(string text) => text.Contains("[LoggerMessage(", StringComparison.Ordinal) ? Regex.Replace(text, @"public static partial (void \w+\([^;]*\));", "public static $1 { }")
        : text.Contains("[LibraryImport(", StringComparison.Ordinal) ? WithOlderImports(text)
        : Regex.Replace(text, @"\[GeneratedRegex\((.*)\)\]\s+private static partial Regex (\w+)\(\);", "private static Regex $2() => new($1);");

    private static string WithOlderImports(string text)
    {
        text = Regex.Replace(text, @"StringMarshalling = StringMarshalling\.(Utf8|Utf16)", m => $"CharSet = CharSet.{(m.Groups[1].Value == "Utf8" ? "Ansi" : "Unicode")}");
        return Regex.Replace(text.Replace("[LibraryImport(", "[DllImport(", StringComparison.Ordinal), @"static partial (\w+ \w+\([^;{]*\);)", "static extern $1");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No DataMesh.sln above '{AppContext.BaseDirectory}'.");
    }

    // Only what refers to the Sdk is loaded anew; contracts, adapters and test framework are shared.
    private sealed class Context(byte[] sdk) : AssemblyLoadContext("mutants", isCollectible: false)
    {
        private readonly Lock _gate = new();
        private Assembly? _sdk;

        protected override Assembly? Load(AssemblyName name)
        {
            if (name.Name is "DataMesh.Policies.Tests" or "DataMesh")
                return LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{name.Name}.dll"));
            if (name.Name != "DataMesh.Sdk")
                return null;
            lock (_gate)
            {
                using MemoryStream image = new(sdk);
                return _sdk ??= LoadFromStream(image);
            }
        }
    }
}
