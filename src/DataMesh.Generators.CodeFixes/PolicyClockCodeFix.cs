using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DataMesh.Generators.CodeFixes;

/// <summary>DMESH2001: replaces the call of a clock by Policy.Now.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PolicyClockCodeFix : CodeFixProvider
{
    private static readonly string[] _instants = ["Now", "UtcNow", "GetUtcNow", "GetLocalNow"];
    private static readonly string[] _views = ["UtcDateTime", "DateTime", "LocalDateTime"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DMESH2001"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (Diagnostic diagnostic in context.Diagnostics)
            if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax clock && IsInstant(clock))
                context.RegisterCodeFix(CodeAction.Create("Use Policy.Now", _ => Task.FromResult(Fix(context.Document, root, clock)), "UsePolicyNow"), diagnostic);
    }

    // Ticks of a stopwatch and whole days have no counterpart of the same type.
    private static bool IsInstant(ExpressionSyntax clock) => (clock is InvocationExpressionSyntax call ? call.Expression : clock) switch
    {
        MemberAccessExpressionSyntax access => _instants.Contains(access.Name.Identifier.Text),
        IdentifierNameSyntax name => _instants.Contains(name.Identifier.Text),
        _ => false,
    };

    private static Document Fix(Document document, SyntaxNode root, ExpressionSyntax clock)
    {
        ExpressionSyntax replaced = clock.Parent is MemberAccessExpressionSyntax view && view.Expression == clock && _views.Contains(view.Name.Identifier.Text) ? view : clock;
        ExpressionSyntax now = SyntaxFactory.ParseExpression("global::DataMesh.Policy.Now").WithTriviaFrom(replaced).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        return document.WithSyntaxRoot(root.ReplaceNode(replaced, now));
    }
}
