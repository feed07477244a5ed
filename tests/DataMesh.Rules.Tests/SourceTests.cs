using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Rules.Tests;

public sealed class SourceTests
{
    private static readonly string[] VagueNames = ["Manager", "Helper", "Helpers", "Utils", "Utilities"];

    [Fact]
    public void No_source_file_has_more_than_400_lines() =>
        Rule.Holds(Repository.Sources("src").Select(path => (Path: path, Lines: File.ReadLines(path).Count())).Where(f => f.Lines > 400)
            .Select(f => $"{Path.GetRelativePath(Repository.Root, f.Path)}: {f.Lines} lines"));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Rule.Holds(Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(t => !t.Name.Contains('<', StringComparison.Ordinal) && VagueNames.Any(v => t.Name.EndsWith(v, StringComparison.Ordinal))).Select(t => t.FullName));

    [Fact]
    public void No_source_promises_to_be_finished_later()
    {
        string[] wrong =
        [
            .. from path in Repository.Sources("src")
               let root = CSharpSyntaxTree.ParseText(File.ReadAllText(path), cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken)
               from found in Comments(root).Concat(Unfinished(root))
               select $"{Path.GetRelativePath(Repository.Root, path)}: {found}",
        ];

        Rule.Holds(wrong);
    }

    private static IEnumerable<string> Comments(SyntaxNode root) => root.DescendantTrivia()
        .Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia))
        .Select(t => t.ToString()).Where(t => t.Contains("TODO", StringComparison.Ordinal) || t.Contains("FIXME", StringComparison.Ordinal) || t.Contains("HACK", StringComparison.Ordinal));

    private static IEnumerable<string> Unfinished(SyntaxNode root) =>
        root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Where(n => n.Type.ToString() == nameof(NotImplementedException)).Select(n => n.ToString());
}
