using Shape = DataMesh.TypeShape;

namespace DataMesh.Generators;

/// <summary>Whether a committed property has the type of the record's. Contracts of others say less, or say it in words of their stores.</summary>
internal static class TypeRules
{
    /// <summary>True when a record of the committed type would have the type of this one.</summary>
    public static bool AreSame(YamlMapping committed, YamlMapping record)
    {
        string stored = Matching.Text(record, "physicalType")!;
        if (string.Equals(Matching.Text(committed, "physicalType"), stored, StringComparison.OrdinalIgnoreCase) && stored is not ("list" or "struct" or "map"))
            return true;
        if (IsMap(committed) || stored == "map")
            return IsMap(committed) && stored == "map";
        Shape shape = Shape.Of(committed), own = Shape.Of(record);
        return shape.Family switch
        {
            "vector" => stored == "list" && record.Find("items") is YamlMapping items && Matching.Text(items, "physicalType") == "float",
            "array" or "list" => stored == "list",
            "object" or "struct" => stored == "struct",
            "timestamp" or "timestamp with zone" => stored == "timestamptz",
            "unsigned" => stored == (shape.Width is > 0 and <= 16 ? "int" : shape.Width is > 0 and <= 32 ? "long" : "decimal(20,0)"),
            "text" => own.IsText || SaysNoMore(committed, record),
            _ when shape.IsWhole && own.IsWhole => shape.Width == 0 || (shape.Width <= 32 ? own.Width == 32 : own.Width == 64),
            _ when shape.HasFraction && own.HasFraction => shape == own || (shape.Width == 0 && SaysNoMore(committed, record)),
            _ => shape == own,
        };
    }

    private static bool IsMap(YamlMapping property) => Matching.Text(property, "logicalType") == "map" || Matching.Text(property, "physicalType") == "map";

    private static bool SaysNoMore(YamlMapping committed, YamlMapping record) => committed.Find("physicalType") is null && Matching.Text(committed, "logicalType") == Matching.Text(record, "logicalType");
}
