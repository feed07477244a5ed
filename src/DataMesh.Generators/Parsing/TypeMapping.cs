using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Which .NET types map to a column, and what to do with those that do not.</summary>
internal static class TypeMapping
{
    private const string Supported = "Columns hold bool, whole numbers, float, double, decimal, string, Guid, DateOnly, TimeOnly, DateTime (UTC), DateTimeOffset, byte[], enums and their nullable forms.";

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
        _ => FindByName(type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes))),
    };

    /// <summary>Why a type maps to no column and the way out.</summary>
    public static string Remedy(ITypeSymbol type) => type.ToDisplayString() switch
    {
        "char" => "Use string.",
        "System.Uri" => "Use string.",
        "System.TimeSpan" => "Use long with [Unit(\"us\")] for a length of time, or TimeOnly for a time of day.",
        "nint" or "nuint" or "System.Half" or "System.Int128" or "System.UInt128" => "Use long, double or decimal.",
        "object" or "dynamic" => $"A column has one type. {Supported}",
        _ when IsCollection(type) => "A column holds one value: give each item a row of its own in another port, or store it as text or byte[].",
        _ when type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface => $"Rows hold values: use its key, for example a {type.Name}Id, or a member for each value you want to promise. {Supported}",
        _ => Supported,
    };

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
