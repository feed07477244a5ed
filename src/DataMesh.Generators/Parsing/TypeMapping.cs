using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Which .NET types map to a column, and what to do with those that do not.</summary>
internal static class TypeMapping
{
    private const string Supported = "Columns hold bool, whole numbers, float, double, decimal, string, Guid, DateOnly, TimeOnly, DateTime (UTC), DateTimeOffset, byte[], enums, records of these, lists, arrays and dictionaries, and the nullable forms of all.";

    private static readonly SymbolDisplayFormat s_typeName = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);
    private static readonly string[] s_arrays = ["IReadOnlyList", "IReadOnlyCollection", "IEnumerable"];
    private static readonly string[] s_lists = ["List", "IList", "ICollection"];
    private static readonly string[] s_maps = ["Dictionary", "IDictionary", "IReadOnlyDictionary"];

    /// <summary>The mapped type of a member's type without its <c>?</c>; null when it maps to no column.</summary>
    public static MemberType? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => MemberType.Boolean,
        SpecialType.System_Byte => MemberType.Byte,
        SpecialType.System_SByte => MemberType.SByte,
        SpecialType.System_Int16 => MemberType.Int16,
        SpecialType.System_UInt16 => MemberType.UInt16,
        SpecialType.System_Int32 => MemberType.Int32,
        SpecialType.System_UInt32 => MemberType.UInt32,
        SpecialType.System_Int64 => MemberType.Int64,
        SpecialType.System_UInt64 => MemberType.UInt64,
        SpecialType.System_Single => MemberType.Single,
        SpecialType.System_Double => MemberType.Double,
        SpecialType.System_Decimal => MemberType.Decimal,
        SpecialType.System_String => MemberType.String,
        SpecialType.System_DateTime => MemberType.DateTime,
        _ when type.TypeKind == TypeKind.Enum => MemberType.Enum,
        _ => FindNested(type) ?? FindByName(type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes))),
    };

    /// <summary>The type as code writes it, with <c>global::</c>.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(s_typeName);

    /// <summary>The type of a list's elements; null when the type is no list.</summary>
    public static ITypeSymbol? ListElement(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: not SpecialType.System_Byte } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when IsGeneric(named, s_arrays) || IsGeneric(named, s_lists) || IsImmutableArray(named) => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>What a list is read into: Array, List or ImmutableArray.</summary>
    public static string ListForm(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named when IsGeneric(named, s_lists) => "List",
        INamedTypeSymbol named when IsImmutableArray(named) => "ImmutableArray",
        _ => "Array",
    };

    /// <summary>Why a type maps to no column and the way out.</summary>
    public static string Remedy(ITypeSymbol type) => type.ToDisplayString() switch
    {
        "char" => "Use string.",
        "System.Uri" => "Use string.",
        "System.TimeSpan" => "Use long with [Unit(\"us\")] for a length of time, or TimeOnly for a time of day.",
        "nint" or "nuint" or "System.Half" or "System.Int128" or "System.UInt128" => "Use long, double or decimal.",
        "object" or "dynamic" => $"A column has one type. {Supported}",
        _ when IsCollection(type) => "Collections are arrays, List<T>, IReadOnlyList<T>, IList<T>, ICollection<T>, IReadOnlyCollection<T>, IEnumerable<T>, ImmutableArray<T>, Dictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue> and IDictionary<TKey, TValue>.",
        _ when type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface => $"Use a concrete record, or a member for each value you want to promise. {Supported}",
        _ => Supported,
    };

    private static MemberType? FindNested(ITypeSymbol type) => type switch
    {
        _ when ListElement(type) is not null => MemberType.List,
        INamedTypeSymbol { TypeArguments.Length: 2 } named when IsGeneric(named, s_maps) => MemberType.Map,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsStatic: false, IsRefLikeType: false, IsTupleType: false } named
            when !IsCollection(named) && !IsOfSystem(named) => MemberType.Struct,
        _ => null,
    };

    private static bool IsGeneric(INamedTypeSymbol type, string[] names) => names.Contains(type.Name) && type.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic";

    private static bool IsImmutableArray(INamedTypeSymbol type) => type.Name == "ImmutableArray" && type.ContainingNamespace?.ToDisplayString() == "System.Collections.Immutable";

    private static bool IsOfSystem(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space
        && (space.ToDisplayString() is "System" || space.ToDisplayString().StartsWith("System.", StringComparison.Ordinal));

    private static MemberType? FindByName(string name) => name switch
    {
        "System.Guid" => MemberType.Guid,
        "System.DateOnly" => MemberType.DateOnly,
        "System.TimeOnly" => MemberType.TimeOnly,
        "System.DateTimeOffset" => MemberType.DateTimeOffset,
        "byte[]" => MemberType.ByteArray,
        "System.ReadOnlyMemory<byte>" => MemberType.ByteMemory,
        _ => null,
    };

    private static bool IsCollection(ITypeSymbol type) => type is IArrayTypeSymbol
        || type.AllInterfaces.Append(type).Any(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T);
}
