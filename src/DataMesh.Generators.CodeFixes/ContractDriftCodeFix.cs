using System.Collections.Immutable;
using System.Composition;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Generators.CodeFixes;

/// <summary>DMESH3002 and DMESH3003: says that a property was renamed, where one may have been; updates the committed contract, and the version in code when it is too low.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ContractDriftCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DMESH3002", "DMESH3003"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            await RegisterRenamesAsync(context, diagnostic).ConfigureAwait(false);
            await RegisterUpdateAsync(context, diagnostic).ConfigureAwait(false);
        }
    }

    private static async Task RegisterRenamesAsync(CodeFixContext context, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(ContractDriftAnalyzer.FormerNameProperty, out string? former) || former is null)
            return;
        foreach (Location location in diagnostic.AdditionalLocations)
        {
            if (context.Document.Project.Solution.GetDocument(location.SourceTree) is not { } document)
                continue;
            SyntaxNode root = await location.SourceTree!.GetRootAsync(context.CancellationToken).ConfigureAwait(false);
            if (root.FindNode(location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(n => n is PropertyDeclarationSyntax or ParameterSyntax) is { } member)
                context.RegisterCodeFix(CodeAction.Create($"'{FormerNameAttribute.NameOf(member)}' was '{former}': add [FormerName(\"{former}\")]",
                    _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(member, FormerNameAttribute.Add(member, former)))), $"FormerName:{FormerNameAttribute.NameOf(member)}"), diagnostic);
        }
    }

    private static async Task RegisterUpdateAsync(CodeFixContext context, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(ContractDriftAnalyzer.VersionProperty, out string? version) || version is null
            || !diagnostic.Properties.TryGetValue(ContractDriftAnalyzer.FileProperty, out string? path)
            || context.Document.Project.AdditionalDocuments.FirstOrDefault(d => d.FilePath == path) is not { } file
            || await ReadAsync(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is not { Port: not null } declaration)
            return;
        bool raises = declaration.Version != version;
        if (raises && !DeclaredVersion.CanSet(declaration))
            return;
        string title = raises ? $"Set Version(\"{version}\") and update '{file.Name}'" : $"Update '{file.Name}'";
        context.RegisterCodeFix(CodeAction.Create(title, token => UpdateAsync(context.Document, declaration, file, version, token), "UpdateContract"), diagnostic);
    }

    private static async Task<PortDeclaration?> ReadAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode? call = root.FindNode(span).FirstAncestorOrSelf<SyntaxNode>(PortDeclaration.IsCandidate);
        return call is null ? null : PortDeclaration.TryRead(call, model, cancellationToken);
    }

    private static async Task<Solution> UpdateAsync(Document document, PortDeclaration declaration, TextDocument file, string version, CancellationToken cancellationToken)
    {
        SourceText text = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        Solution solution = document.Project.Solution;
        if (declaration.ReadRecord(cancellationToken) is not { } record)
            return solution;
        YamlMapping committed = ContractFiles.ReadContract(file.FilePath!, text.ToString());
        byte[] updated = YamlText.Write(file.Name, ContractMerge.Apply(committed, ContractOutline.Write(declaration.Port!, version, record)));
        solution = solution.WithAdditionalDocumentText(file.Id, SourceText.From(Encoding.UTF8.GetString(updated), text.Encoding ?? Encoding.UTF8));
        if (declaration.Version == version)
            return solution;
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return solution.WithDocumentSyntaxRoot(document.Id, DeclaredVersion.Set(root, declaration, version));
    }
}
