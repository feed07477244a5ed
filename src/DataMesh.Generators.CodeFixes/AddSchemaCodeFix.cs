using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace DataMesh.Generators.CodeFixes;

/// <summary>DMESH1001: adds [DataSchema] to the type and makes it, and the types around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddSchemaCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DMESH1001"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.AdditionalLocations.Count == 0)
                continue; // the type is not in source
            Location location = diagnostic.AdditionalLocations[0];
            if (context.Document.Project.Solution.GetDocument(location.SourceTree) is not { } document)
                continue;
            SyntaxNode root = await location.SourceTree!.GetRootAsync(context.CancellationToken).ConfigureAwait(false);
            if (root.FindNode(location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
                context.RegisterCodeFix(CodeAction.Create($"Add [DataSchema] to '{type.Identifier.Text}'", token => FixAsync(document, type, token), "AddSchema"), diagnostic);
        }
    }

    private static async Task<Document> FixAsync(Document document, TypeDeclarationSyntax type, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode changed = root.ReplaceNodes(type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>(), (original, rewritten) =>
            original == type ? WithSchema(MakePartial(rewritten)) : MakePartial(rewritten));
        return document.WithSyntaxRoot(changed);
    }

    // The simplifier shortens the name, and adds the using where there is none.
    private static TypeDeclarationSyntax WithSchema(TypeDeclarationSyntax type)
    {
        NameSyntax name = SyntaxFactory.ParseName("global::DataMesh.DataSchemaAttribute").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(name)))
            .WithLeadingTrivia(type.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        return type.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAttributeLists(type.WithoutLeadingTrivia().AttributeLists.Insert(0, list)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static TypeDeclarationSyntax MakePartial(TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return type;
        SyntaxTriviaList leading = type.GetLeadingTrivia();
        TypeDeclarationSyntax bare = type.WithoutLeadingTrivia();
        return bare.WithModifiers(bare.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space))).WithLeadingTrivia(leading);
    }
}
