using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Tests.Policies;

/// <summary>Compiles the Sdk from its sources with a seeded bug, in memory, and runs this project's own checks against it.</summary>
/// <remarks>
/// Everything but the one text is what ships. Two files need source generators, which do not run here: log methods become empty, and calls into libc are bound the older way.
/// </remarks>
internal static class MutantBuild
{
    public static string Folder { get; } = Path.Combine(FindRoot(), "src", "DataMesh.Sdk");

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly Lazy<Dictionary<string, SyntaxTree>> Sources = new(() => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'), path => Parse(WithoutGenerators(File.ReadAllText(path)), path)));

    private static readonly Lazy<MetadataReference[]> References = new(() => [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => Path.GetFileName(path) != "DataMesh.Sdk.dll").Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Loads this project and the mutated Sdk beside what runs; null builds the Sdk as it is.</summary>
    public static Assembly Load(Mutant? mutant)
    {
        using MemoryStream image = Compile(mutant);
        return new Context(image.ToArray()).LoadFromAssemblyName(typeof(MutantBuild).Assembly.GetName());
    }

    /// <summary>The mutated text of a source.</summary>
    /// <exception cref="InvalidOperationException">The text is not there exactly once: the mutant is out of date.</exception>
    public static string Mutate(Mutant mutant)
    {
        string text = File.ReadAllText(Path.Combine(Folder, mutant.File));
        foreach ((string find, string replace) in mutant.Changes)
        {
            int times = text.Split(find).Length - 1;
            if (times != 1)
                throw new InvalidOperationException($"The mutant '{mutant.Name}' is out of date: '{find}' stands {times} times in {mutant.File}. Say again where the bug is to be seeded.");
            text = text.Replace(find, replace, StringComparison.Ordinal);
        }
        return text;
    }

    private static MemoryStream Compile(Mutant? mutant)
    {
        Dictionary<string, SyntaxTree> sources = new(Sources.Value);
        if (mutant is not null)
            sources[mutant.File] = Parse(WithoutGenerators(Mutate(mutant)), mutant.File);
        const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks; [assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DataMesh.Policies.Tests\")]";
        CSharpCompilation compilation = CSharpCompilation.Create("DataMesh.Sdk", [.. sources.Values, Parse(Usings, "usings")], References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        MemoryStream image = new();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, $"'{mutant?.Name}' does not compile:\n{string.Join("\n", errors.Take(5).Select(e => e.ToString()))}");
        return image;
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), Options, path);

    private static string WithoutGenerators(string text) => text.Contains("[LoggerMessage(", StringComparison.Ordinal) ? Regex.Replace(text, @"public static partial (void \w+\([^;]*\));", "public static $1 { }")
        : text.Contains("[LibraryImport(", StringComparison.Ordinal) ? Regex.Replace(Regex.Replace(text, @"\[LibraryImport\((.*?)StringMarshalling = StringMarshalling\.(Utf8|Utf16)", m => $"[DllImport({m.Groups[1].Value}CharSet = CharSet.{(m.Groups[2].Value == "Utf8" ? "Ansi" : "Unicode")}").Replace("[LibraryImport(", "[DllImport(", StringComparison.Ordinal), @"static partial (\w+ \w+\([^;{]*\);)", "static extern $1")
        : text;

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No DataMesh.sln above '{AppContext.BaseDirectory}'.");
    }

    // Only what refers to the Sdk is loaded anew; contracts, adapters and test framework are shared.
    private sealed class Context(byte[] sdk) : AssemblyLoadContext("mutant", isCollectible: false)
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
