using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Generators;

/// <summary>Whether a type can carry a mapping at all, and how its declaration is continued.</summary>
internal static class TypeShape
{
    /// <summary>Reports what keeps the type from being a data product type; true when nothing does.</summary>
    public static bool Check(INamedTypeSymbol type, Diagnostics diagnostics)
    {
        if (Problem(type) is { } problem)
        {
            diagnostics.Report(DiagnosticDescriptors.UnsupportedShape, type, type.Name, problem);
            return false;
        }
        if (Chain(type).FirstOrDefault(t => !IsPartial(t)) is not { } closed)
            return true;
        diagnostics.Report(DiagnosticDescriptors.NotPartial, type, type.Name, closed.Name);
        return false;
    }

    /// <summary>The continued declaration, for example <c>partial record struct Point</c>.</summary>
    public static string Declaration(INamedTypeSymbol type) => $"partial {Keyword(type)} {EnumParser.Identifier(type.Name)}";

    /// <summary>The type and those around it, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
            yield return t;
    }

    public static bool IsReachable(Accessibility accessibility) => accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static string? Problem(INamedTypeSymbol type) => type switch
    {
        _ when Chain(type).Any(t => t.TypeParameters.Length > 0) => type.TypeParameters.Length > 0 ? "generic" : "inside a generic type",
        { IsStatic: true } => "static",
        { IsAbstract: true } => "abstract",
        { IsRefLikeType: true } => "a ref struct",
        _ when Chain(type).Any(t => t.IsFileLocal) => "file-local, so no other file can continue it",
        _ => null,
    };

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(r =>
        r.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Interface, _) => "interface",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, _) => "struct",
        (_, true) => "record",
        _ => "class",
    };
}
