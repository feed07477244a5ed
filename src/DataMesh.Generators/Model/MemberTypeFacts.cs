namespace DataMesh.Generators;

/// <summary>What is the same for every column of a type.</summary>
internal static class MemberTypeFacts
{
    public static bool IsInteger(this MemberType type) => type is >= MemberType.Byte and <= MemberType.UInt64;

    public static bool IsNumber(this MemberType type) => type is >= MemberType.Byte and <= MemberType.Decimal;

    public static bool IsBinary(this MemberType type) => type is MemberType.ByteArray or MemberType.ByteMemory;

    public static bool HasLength(this MemberType type) => type == MemberType.String || type.IsBinary();

    public static bool IsTime(this MemberType type) => type is MemberType.DateOnly or MemberType.TimeOnly || type.IsEventTime();

    public static bool IsEventTime(this MemberType type) => type is MemberType.DateOnly or MemberType.DateTime or MemberType.DateTimeOffset;

    public static bool IsNested(this MemberType type) => type is MemberType.Struct or MemberType.List or MemberType.Map;

    /// <summary>True for types whose values can tell two keys of a map apart, also as they are stored.</summary>
    public static bool IsKey(this MemberType type) =>
        type is MemberType.Boolean or MemberType.String or MemberType.Guid or MemberType.DateOnly or MemberType.Enum || type.IsInteger();

    /// <summary>The member of DataMesh.PhysicalTypeKind.</summary>
    public static string PhysicalKind(this MemberType type) => type switch
    {
        MemberType.Boolean => "Boolean",
        MemberType.Byte or MemberType.SByte or MemberType.Int16 or MemberType.UInt16 or MemberType.Int32 => "Int32",
        MemberType.UInt32 or MemberType.Int64 => "Int64",
        MemberType.Single => "Float",
        MemberType.Double => "Double",
        MemberType.Decimal or MemberType.UInt64 => "Decimal",
        MemberType.Guid => "Uuid",
        MemberType.DateOnly => "Date",
        MemberType.TimeOnly => "Time",
        MemberType.DateTime or MemberType.DateTimeOffset => "Timestamp",
        MemberType.ByteArray or MemberType.ByteMemory => "Binary",
        MemberType.Struct or MemberType.List or MemberType.Map => type.ToString(),
        _ => "String",
    };

    /// <summary>The C# type of the stored values of one width; null for truth values, texts and bytes.</summary>
    public static string? StoredType(this MemberType type) => type.PhysicalKind() switch
    {
        "Int32" or "Date" => "int",
        "Int64" or "Time" or "Timestamp" => "long",
        "Float" => "float",
        "Double" => "double",
        "Decimal" => "global::System.Int128",
        "Uuid" => "global::System.UInt128",
        _ => null,
    };
}
