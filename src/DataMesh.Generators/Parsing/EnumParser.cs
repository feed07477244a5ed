using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Generators;

/// <summary>Reads enums; a member with the number of an earlier one is an alias: it is read, never written.</summary>
internal static class EnumParser
{
    public static bool IsFlags(ITypeSymbol type) => type.GetAttributes().Any(a => AttributeSet.NameOf(a) == "System.FlagsAttribute");

    public static EnumModel Parse(ITypeSymbol type, string name)
    {
        HashSet<object> seen = [];
        return new EnumModel(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), name,
            EquatableArray<EnumMember>.From(Members(type).Select(m => new EnumMember(m.Name, Identifier(m.Name), !seen.Add(m.ConstantValue!)))
                .ToList().OrderBy(m => m.IsAlias)));
    }

    public static IEnumerable<IFieldSymbol> Members(ITypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue);

    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
