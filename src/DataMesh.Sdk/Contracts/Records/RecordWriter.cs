using System.Globalization;
using System.Text;

namespace DataMesh;

/// <summary>Writes the C# records of an object of a contract: one that is the contract, and one for every object below it.</summary>
internal sealed class RecordWriter
{
    private const int MaximumDepth = 30;

    // What every record has, and what the code itself names.
    private static readonly string[] _reserved =
        ["Equals", "GetHashCode", "ToString", "GetType", "EqualityContract", "PrintMembers", "MemberwiseClone", "Finalize", "Deconstruct", "Clone", "Classification", "Category", "DataMesh", "System"];

    private readonly HashSet<string> _types = [.. _reserved, "DateTime", "DateOnly", "TimeOnly", "Guid", "IReadOnlyList", "IReadOnlyDictionary"];
    private readonly List<string> _records = [];

    /// <summary>The file.</summary>
    public static string Write(YamlMapping schema, string? @namespace)
    {
        RecordWriter writer = new();
        string name = RecordNames.Take(Matching.Text(schema, "name"), "Row", writer._types);
        writer._records.Add(""); // the contract comes first, what it needs after it
        writer._records[0] = writer.Record(name, schema, schema, depth: 1, isContract: true);
        StringBuilder file = new("using System;\nusing System.Collections.Generic;\nusing System.ComponentModel;\nusing System.ComponentModel.DataAnnotations;\nusing System.ComponentModel.DataAnnotations.Schema;\nusing DataMesh;\n\n");
        if (@namespace is not null)
            file.Append(CultureInfo.InvariantCulture, $"namespace {@namespace};\n\n");
        return file.AppendJoin('\n', writer._records).ToString();
    }

    private string Record(string name, YamlMapping element, YamlMapping described, int depth, bool isContract)
    {
        List<YamlMapping> properties = [.. Matching.Mappings(element, "properties")];
        if (properties.Count == 0)
            throw Unwritable(described, "it has no properties");
        if (properties.FirstOrDefault(p => Matching.Text(p, "name") is not { } text || text.Trim().Length == 0 || text.Any(char.IsControl)) is { } nameless)
            throw Unwritable(nameless, "its name has no visible character, or control characters");
        if (properties.GroupBy(p => Matching.Text(p, "name"), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Unwritable(twice.First(), "its name appears twice");
        List<YamlMapping> keys = isContract ? [.. properties.Where(p => Matching.Flag(p, "primaryKey"))] : [];
        List<YamlMapping> ordered = [.. keys.OrderBy(Position)];
        StringBuilder record = new();
        if (isContract)
        {
            string schema = Matching.Text(element, "name") ?? "";
            record.Append(RecordNames.IsSnakeCase(name, schema) || schema.Length == 0 ? "[DataSchema]\n" : $"[DataSchema(Name = {RecordNames.Literal(schema)})]\n");
            if (Matching.Text(element, "description") is { } description)
                record.Append(CultureInfo.InvariantCulture, $"[Description({RecordNames.Literal(description)})]\n");
        }
        record.Append(CultureInfo.InvariantCulture, $"public sealed {(isContract ? "partial " : "")}record {name}\n{{\n");
        HashSet<string> members = [.. _reserved, name];
        foreach ((int index, YamlMapping property) in properties.Index())
        {
            bool isKey = keys.Contains(property);
            Append(record, property, members, depth, isKey, isKey && !ordered.SequenceEqual(keys) ? ordered.IndexOf(property) + 1 : null, separate: index > 0);
        }
        return record.Append("}\n").ToString();
    }

    private static int Position(YamlMapping property) => int.TryParse(Matching.Text(property, "primaryKeyPosition"), NumberStyles.None, CultureInfo.InvariantCulture, out int position) ? position : int.MaxValue;

    private void Append(StringBuilder record, YamlMapping property, HashSet<string> members, int depth, bool isKey, int? keyOrder, bool separate)
    {
        string member = RecordNames.Take(Matching.Text(property, "name"), "Value", members);
        string type = TypeOf(property, depth);
        string[] attributes = [.. new RecordAttributes(property, type).All(member, keyOrder, isKey && !IsNested(type)), .. Digits(property)];
        bool required = Matching.Flag(property, "required") || isKey;
        if (separate && attributes.Length > 0)
            record.Append('\n');
        foreach (string attribute in attributes)
            record.Append(CultureInfo.InvariantCulture, $"    [{attribute}]\n");
        record.Append(CultureInfo.InvariantCulture, $"    public {(required ? "required " : "")}{type}{(required ? "" : "?")} {member} {{ get; init; }}\n");
    }

    private static bool IsNested(string type) => type.EndsWith('>') || char.IsAsciiLetterUpper(type[0]) && type is not ("DateTime" or "DateOnly" or "TimeOnly" or "Guid");

    // A list or dictionary says the digits of the decimals in it.
    private static IEnumerable<string> Digits(YamlMapping property)
    {
        if (TypeShape.Of(property) is { Family: TypeShape.Exact } digits)
            return [string.Create(CultureInfo.InvariantCulture, $"DecimalPrecision({digits.Width}, {digits.Scale})")];
        return Below(property).SelectMany(Digits).Take(1);
    }

    private static IEnumerable<YamlMapping> Below(YamlMapping property) =>
        IsMap(property) ? [Map(property).Value] : property.Find("items") is YamlMapping items ? [items] : [];

    private static bool IsMap(YamlMapping property) => Matching.Text(property, "logicalType") == "map" || Matching.Text(property, "physicalType") == "map";

    private static (YamlMapping Key, YamlMapping Value) Map(YamlMapping property)
    {
        YamlMapping? map = property.Find("map") as YamlMapping;
        YamlMapping? Part(string name) => map?.Find(name) as YamlMapping ?? Matching.Mappings(property, "properties").FirstOrDefault(p => Matching.Text(p, "name") == name);
        return Part("key") is { } key && Part("value") is { } value ? (key, value) : throw Unwritable(property, "it is a map that does not say what its keys and values are");
    }

    private string TypeOf(YamlMapping property, int depth)
    {
        if (depth > MaximumDepth)
            throw Unwritable(property, "it lies too deep");
        if (IsMap(property))
        {
            (YamlMapping key, YamlMapping value) = Map(property);
            return $"IReadOnlyDictionary<{TypeOf(key, depth + 1)}, {ItemOf(value, depth)}>";
        }
        TypeShape shape = TypeShape.Of(property);
        return shape.Family switch
        {
            "integer" => shape.Width is > 0 and <= 32 ? "int" : "long",
            "unsigned" => shape.Width is > 0 and <= 16 ? "int" : shape.Width is > 0 and <= 32 ? "long" : "ulong",
            "float" => shape.Width == 32 ? "float" : "double",
            TypeShape.Exact => shape.Width is > 0 and <= 38 && shape.Scale <= shape.Width ? "decimal" : throw Unwritable(property, "a decimal has 1 to 38 digits"),
            "text" => "string",
            "boolean" => "bool",
            "date" => "DateOnly",
            "time" => "TimeOnly",
            "timestamp" or "timestamp with zone" => "DateTime",
            "uuid" => "Guid",
            "binary" => "byte[]",
            "vector" => "IReadOnlyList<float>",
            "array" => property.Find("items") is YamlMapping items ? $"IReadOnlyList<{ItemOf(items, depth)}>" : throw Unwritable(property, "it is an array without items"),
            "object" => Nested(property, depth),
            _ => throw Unwritable(property, "neither its logical nor its physical type is known"),
        };
    }

    private string ItemOf(YamlMapping item, int depth) => $"{TypeOf(item, depth + 1)}{(Matching.Flag(item, "required") ? "" : "?")}";

    private string Nested(YamlMapping property, int depth)
    {
        string name = RecordNames.Take(Matching.Text(property, "name"), "Item", _types);
        int place = _records.Count;
        _records.Add("");
        _records[place] = Record(name, property, property, depth + 1, isContract: false);
        return name;
    }

    private static DataMeshException Unwritable(YamlMapping property, string why) => new(DataMeshErrorKind.InvalidDefinition,
        $"Cannot write a record: '{Matching.Text(property, "name") ?? "an item"}' has no C# type, because {why}. Correct the contract, or take the property out.");
}
