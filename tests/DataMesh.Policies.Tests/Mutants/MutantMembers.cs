using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Tests.Policies;

/// <summary>Puts the mutated body of a member beside its own, behind a switch.</summary>
internal static class MutantMembers
{
    /// <param name="current">The source as it is now, perhaps with other mutants.</param>
    /// <param name="text">The source as it ships.</param>
    /// <param name="mutant">The bug.</param>
    /// <param name="number">The number that turns it on.</param>
    /// <exception cref="InvalidOperationException">A text is not there exactly once, or changes more than bodies of members: the mutant is out of date.</exception>
    public static SyntaxTree Switch(SyntaxTree current, string text, Mutant mutant, int number)
    {
        BaseMethodDeclarationSyntax[] shipped = Members(MutantBuild.Parse(text)), mutated = Members(MutantBuild.Parse(Mutate(text, mutant)));
        int[] changed = [.. Enumerable.Range(0, shipped.Length).Where(i => i < mutated.Length && shipped[i].ToString() != mutated[i].ToString())];
        if (shipped.Length != mutated.Length || changed.Length == 0)
            throw new InvalidOperationException($"The mutant '{mutant.Name}' changes something else than bodies of members in {mutant.File}.");
        SyntaxNode root = current.GetRoot();
        string source = root.ToFullString();
        foreach (int i in changed.OrderDescending())
        {
            BaseMethodDeclarationSyntax own = Members(current)[i];
            (int start, int end) = Extent(own);
            string both = string.Create(CultureInfo.InvariantCulture, $"{{ if (global::DataMesh.MutantSwitch.Active == {number}) {Block(mutated[i])} else {Block(own)} }}");
            source = $"{source[..start]}{both}{source[end..]}";
        }
        return MutantBuild.Parse(source);
    }

    private static string Mutate(string text, Mutant mutant)
    {
        foreach ((string find, string replace) in mutant.Changes)
        {
            int times = text.Split(find).Length - 1;
            if (times != 1)
                throw new InvalidOperationException($"The mutant '{mutant.Name}' is out of date: '{find}' stands {times} times in {mutant.File}. Say again where the bug is to be seeded.");
            text = text.Replace(find, replace, StringComparison.Ordinal);
        }
        return text;
    }

    private static BaseMethodDeclarationSyntax[] Members(SyntaxTree tree) => [.. tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()];

    private static (int Start, int End) Extent(BaseMethodDeclarationSyntax member) => member.Body is { } body ? (body.SpanStart, body.Span.End) : (member.ExpressionBody!.SpanStart, member.SemicolonToken.Span.End);

    private static string Block(BaseMethodDeclarationSyntax member) => member.Body is { } body ? body.ToString()
        : ReturnsNothing(member) ? $"{{ {member.ExpressionBody!.Expression}; }}" : $"{{ return {member.ExpressionBody!.Expression}; }}";

    private static bool ReturnsNothing(BaseMethodDeclarationSyntax member) =>
        member is ConstructorDeclarationSyntax || (member is MethodDeclarationSyntax method && method.ReturnType.ToString() is var type && (type == "void" || (type is "Task" or "ValueTask" && method.Modifiers.ToString().Contains("async", StringComparison.Ordinal))));
}
