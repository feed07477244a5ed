using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DataMesh.Docs.Tests;

public sealed class SnippetTests
{
    public static IEnumerable<TheoryDataRow<string, int>> Snippets => Documents.All.SelectMany(Snippet.In).Select(s => new TheoryDataRow<string, int>(s.Document, s.Line));

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_compiles_without_a_warning(string document, int line)
    {
        Snippet snippet = Snippet.In(Path.Combine(Documents.Root, document)).Single(s => s.Line == line);

        SnippetCompiler.Compile(snippet.Code, $"snippet_{line}", out ImmutableArray<Diagnostic> problems);

        if (problems.Length > 0)
            Assert.Fail($"{snippet}\n{string.Join('\n', problems)}\n\n{snippet.Code}");
    }

    [Fact]
    public void A_snippet_that_does_not_compile_is_noticed()
    {
        SnippetCompiler.Compile("await using Mesh mesh = Mesh.Create(\"./mesh\", m => m.AddProdct<int>());", "broken", out ImmutableArray<Diagnostic> problems);

        Assert.Contains(problems, p => p.Id == "CS1061");
    }
}
