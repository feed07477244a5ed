using System.Globalization;

namespace DataMesh;

/// <summary>What a property's types say about its values, whatever words the store has for them.</summary>
/// <param name="Family">Whole numbers, binary fractions, decimals, or the type itself.</param>
/// <param name="Width">Bits, or digits of a decimal; 0 when the family has no width or it is not said.</param>
/// <param name="Scale">Digits behind the point of a decimal.</param>
internal readonly record struct TypeShape(string Family, int Width, int Scale)
{
    /// <summary>The family of decimals.</summary>
    public const string Exact = "decimal";

    private const string Whole = "integer", Fraction = "float", Characters = "text";

    /// <summary>The shape of a property's stored type, or of its logical type when the stored one is not known.</summary>
    public static TypeShape Of(YamlMapping property)
    {
        string? logical = Matching.Text(property, "logicalType")?.ToLowerInvariant();
        return Stored(Matching.Text(property, "physicalType")) ?? Logical(logical, FormatOf(property));
    }

    /// <summary>The width that the format announces; null when it announces none.</summary>
    public static TypeShape? Announced(YamlMapping property) => Matching.Text(property, "logicalType") is { } logical && FormatOf(property) is { } format && Logical(logical, format) is { Width: > 0 } shape ? shape : null;

    /// <summary>True for whole numbers, which numbers with a fraction include.</summary>
    public bool IsWhole => Family is Whole or "unsigned";

    /// <summary>True for numbers with a fraction.</summary>
    public bool HasFraction => Family is Fraction or Exact;

    /// <summary>True for text, whose width is a limit and no type.</summary>
    public bool IsText => Family == Characters;

    /// <summary>True when every value of the other type is one of this.</summary>
    public bool Includes(TypeShape other) => Family == other.Family && (Family != Exact || Scale == other.Scale) && (Width == 0 ? Family == Characters : other.Width > 0 && Width >= other.Width);

    private static string? FormatOf(YamlMapping property) => Matching.Text(property.Find("logicalTypeOptions") as YamlMapping, "format");

    private static TypeShape? Stored(string? type)
    {
        string word = type?.Trim().ToLowerInvariant() ?? "";
        int open = word.IndexOf('(', StringComparison.Ordinal);
        string[] numbers = open > 0 && word.EndsWith(')') ? word[(open + 1)..^1].Split(',') : [];
        int width = numbers.Length > 0 ? Number(numbers[0]) : 0, scale = numbers.Length > 1 ? Number(numbers[1]) : 0;
        return (open > 0 ? word[..open].Trim() : word) switch
        {
            "tinyint" or "int8" => new(Whole, 8, 0),
            "smallint" or "int16" or "short" => new(Whole, 16, 0),
            "int" or "integer" or "int32" => new(Whole, 32, 0),
            "bigint" or "long" or "int64" => new(Whole, 64, 0),
            "real" or "float" or "float32" or "float4" when width == 0 => new(Fraction, 32, 0),
            "double" or "float64" or "float8" or "double precision" => new(Fraction, 64, 0),
            "decimal" or "numeric" or "number" when width > 0 => new(Exact, width, scale),
            "string" or "text" => new(Characters, 0, 0),
            "varchar" or "char" or "nvarchar" or "character varying" => new(Characters, width, 0),
            "boolean" or "bool" => new("boolean", 0, 0),
            "date" => new("date", 0, 0),
            "time" => new("time", 0, 0),
            "timestamptz" or "timestamp with time zone" => new("timestamp with zone", 0, 0),
            "timestamp" or "datetime" or "timestamp without time zone" => new("timestamp", 0, 0),
            "uuid" => new("uuid", 0, 0),
            "binary" or "bytes" or "bytea" or "varbinary" => new("binary", 0, 0),
            _ => null,
        };
    }

    private static TypeShape Logical(string? logical, string? format) => logical switch
    {
        "integer" => new(format is ['u', ..] ? "unsigned" : Whole, format is ['i' or 'u', .. var bits] ? Number(bits) : 0, 0),
        "number" => new(Fraction, format is ['f', .. var size] ? Number(size) : 0, 0),
        "string" => new(Characters, 0, 0),
        _ => new(logical ?? "", 0, 0),
    };

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
