using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Docs.Tests;

/// <summary>A C# block of a document. A block under the comment <c>&lt;!-- continues --&gt;</c> stands on the blocks before it.</summary>
internal sealed partial record Snippet(string Document, int Line, string Code)
{
    public override string ToString() => $"{Document}:{Line}";

    public static IEnumerable<Snippet> In(string path)
    {
        string text = Documents.Read(path);
        List<string> chain = [];
        foreach (Match match in Block().Matches(text))
        {
            if (!match.Groups["continues"].Success)
                chain.Clear();
            chain.Add(match.Groups["code"].Value);
            int line = text.AsSpan(0, match.Groups["code"].Index).Count('\n') + 1;
            yield return new Snippet(Documents.Relative(path), line, chain.Count == 1 ? chain[0] : Join(chain));
        }
    }

    // Usings first, then statements, then types: the order that a program demands.
    private static string Join(IEnumerable<string> blocks)
    {
        CompilationUnitSyntax[] units = [.. blocks.Select(b => SyntaxFactory.ParseCompilationUnit(b, options: SnippetCompiler.ParseOptions))];
        StringBuilder code = new();
        foreach (UsingDirectiveSyntax directive in units.SelectMany(u => u.Usings).DistinctBy(u => u.ToString()))
            code.AppendLine(directive.ToFullString());
        foreach (MemberDeclarationSyntax member in units.SelectMany(u => u.Members).OrderBy(m => m is GlobalStatementSyntax ? 0 : 1))
            code.AppendLine(member.ToFullString());
        return code.ToString();
    }

    [GeneratedRegex(@"(?<continues><!-- continues -->\r?\n)?^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
