using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace DataMesh.Docs.Tests;

public sealed partial class SnippetTests
{
    public static IEnumerable<TheoryDataRow<string, int>> Snippets => Documents.All.SelectMany(Snippet.In).Select(s => new TheoryDataRow<string, int>(s.Document, s.Line));

    /// <summary>A snippet that shows a mistake says so: <c>// DMESH1001</c>. Then exactly that must be reported.</summary>
    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_compiles_without_a_warning_or_shows_the_mistake_it_names(string document, int line)
    {
        Snippet snippet = Snippet.In(Path.Combine(Documents.Root, document)).Single(s => s.Line == line);
        string[] expected = [.. Mistake().Matches(snippet.Code).Select(m => m.Groups[1].Value).Distinct()];

        SnippetCompiler.Compile(snippet.Code, $"snippet_{line}", out ImmutableArray<Diagnostic> problems);

        if (expected.Length > 0 ? expected.Except(problems.Select(p => p.Id)).Any() : problems.Any(p => p.Severity >= DiagnosticSeverity.Warning))
            Assert.Fail($"{snippet}\n{string.Join('\n', problems)}\n\n{snippet.Code}");
    }

    [Fact]
    public void A_snippet_that_does_not_compile_is_noticed()
    {
        SnippetCompiler.Compile("await using Mesh mesh = Mesh.Create(\"./mesh\", m => m.AddProdct<int>());", "broken", out ImmutableArray<Diagnostic> problems);

        Assert.Contains(problems, p => p.Id == "CS1061");
    }

    [GeneratedRegex(@"// (DMESH\d{4})\b")]
    private static partial Regex Mistake();
}
