using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Generators;

/// <summary>Chooses the constructor that makes records from columns: the primary one, else the one without parameters, else the only one.</summary>
internal static class ConstructorParser
{
    public static IMethodSymbol? Choose(INamedTypeSymbol type)
    {
        List<IMethodSymbol> constructors = [.. type.InstanceConstructors.Where(c => !IsCopy(c, type))];
        return constructors.FirstOrDefault(c => c.Parameters.Length > 0 && IsPrimary(c))
            ?? constructors.FirstOrDefault(c => c.Parameters.Length == 0)
            ?? (constructors.Count == 1 ? constructors[0] : null);
    }

    /// <summary>The property that a parameter sets; null when there is none of its name and type.</summary>
    public static IPropertySymbol? FindProperty(IParameterSymbol parameter, IEnumerable<IPropertySymbol> properties) => properties.FirstOrDefault(p =>
        string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(p.Type, parameter.Type));

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax);

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);
}
