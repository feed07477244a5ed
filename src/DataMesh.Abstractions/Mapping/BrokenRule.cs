namespace DataMesh.Mapping;

/// <summary>A rule of storing that a value broke: its name in <see cref="ContractViolation.Rule"/>, what a row did, and what to do.</summary>
internal sealed record BrokenRule(string Name, string Fault, string Remedy)
{
    public static BrokenRule Required { get; } =
        new("required", "has no value", "Give it a value, or make the member nullable if rows may have none.");

    public static BrokenRule Utc { get; } =
        new("UTC", "has a DateTime of Kind Local or Unspecified; only UTC is stored", "Use DateTime.UtcNow, ToUniversalTime or DateTimeOffset.");

    public static BrokenRule Unicode { get; } =
        new("Unicode text", "has text with half of a surrogate pair", "Cut text between characters, for example with StringInfo, or store it as byte[].");

    public static BrokenRule EnumMember { get; } =
        new("enum member", "has a number that is no member of the enum", "Use a declared member; enums are stored by name.");

    public static BrokenRule Fits(PhysicalType type) =>
        new(type.ToString(), $"has a number that {type} cannot hold exactly", "Round it before publishing, or give [DecimalPrecision] more digits.");
}
