using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DataMesh.Generators.CodeFixes;

/// <summary>DMESH2003: says beside the negation whether null counts; which of both is the author's choice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NullTestCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DMESH2003"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue("column", out string? column) || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax negation)
                continue;
            Register($"Rows where it is null count: add '{column} == null ||'", $"{column} == null || ", "NullCounts");
            Register($"Rows where it is null do not count: add '{column} != null &&'", $"{column} != null && ", "NullDoesNotCount");

            void Register(string title, string test, string key) =>
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(Fix(context.Document, root, negation, test)), key), diagnostic);
        }
    }

    private static Document Fix(Document document, SyntaxNode root, ExpressionSyntax negation, string test)
    {
        ExpressionSyntax both = SyntaxFactory.ParenthesizedExpression(SyntaxFactory.ParseExpression(test + negation.WithoutTrivia().ToString())).WithTriviaFrom(negation);
        // Between && and || the parentheses stay, needed or not: they say what belongs together.
        return document.WithSyntaxRoot(root.ReplaceNode(negation, negation.Parent is BinaryExpressionSyntax ? both : both.WithAdditionalAnnotations(Simplifier.Annotation)));
    }
}
