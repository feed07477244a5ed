namespace DataMesh.Generators;

/// <summary>The .NET types that map to a column.</summary>
internal enum MemberType
{
    Boolean,
    Byte,
    SByte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    String,
    Guid,
    DateOnly,
    TimeOnly,
    DateTime,
    DateTimeOffset,
    ByteArray,
    ByteMemory,
    Enum,
    Struct,
    List,
    Map,
}
