using System.Text.Json;

namespace DataMesh.Adapters.Iceberg;

internal enum AvroKind { Null, Boolean, Int, Long, Float, Double, Bytes, String, Fixed, Enum, Array, Map, Record, Union }

/// <summary>A field of an Avro record, with the Iceberg field id that names it across writers.</summary>
internal sealed record AvroField(string Name, int? FieldId, AvroSchema Schema);

/// <summary>The schema that a container file was written with.</summary>
internal sealed class AvroSchema
{
    private const int MaxNodes = 100_000;

    public required AvroKind Kind { get; init; }

    public int FixedSize { get; private init; }

    public string? LogicalType { get; private init; }

    /// <summary>Fields of a record; empty for other kinds.</summary>
    public IReadOnlyList<AvroField> Fields { get; private set; } = [];

    /// <summary>Branches of a union; empty for other kinds.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; private init; } = [];

    /// <summary>What an array or map holds.</summary>
    public AvroSchema? Items { get; private set; }

    /// <exception cref="InvalidDataException">The text is not an Avro schema.</exception>
    public static AvroSchema Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return new Parser().Parse(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("its Avro schema is not valid: " + exception.Message, exception);
        }
    }

    private sealed class Parser
    {
        private readonly Dictionary<string, AvroSchema> _named = [];
        private int _nodes;

        public AvroSchema Parse(JsonElement json)
        {
            if (++_nodes > MaxNodes)
                throw new InvalidDataException("its Avro schema has too many types");
            return json.ValueKind switch
            {
                JsonValueKind.String => ByName(json.GetText()),
                JsonValueKind.Array => new AvroSchema { Kind = AvroKind.Union, Branches = [.. json.EnumerateArray().Select(Parse)] },
                _ => ParseObject(json),
            };
        }

        private AvroSchema ParseObject(JsonElement json)
        {
            JsonElement type = json.GetProperty("type");
            if (type.ValueKind != JsonValueKind.String)
                return Parse(type);
            string? logical = json.TryGetProperty("logicalType", out JsonElement l) && l.ValueKind == JsonValueKind.String ? l.GetString() : null;
            return type.GetString() switch
            {
                "record" => ParseRecord(json),
                "array" => new AvroSchema { Kind = AvroKind.Array, LogicalType = logical, Items = Parse(json.GetProperty("items")) },
                "map" => new AvroSchema { Kind = AvroKind.Map, Items = Parse(json.GetProperty("values")) },
                "fixed" => Register(json, new AvroSchema { Kind = AvroKind.Fixed, LogicalType = logical, FixedSize = FixedSizeOf(json) }),
                "enum" => Register(json, new AvroSchema { Kind = AvroKind.Enum }),
                string name => logical is null ? ByName(name) : new AvroSchema { Kind = ByName(name).Kind, LogicalType = logical },
                null => throw new InvalidDataException("its Avro schema has a type without a name"),
            };
        }

        private AvroSchema ParseRecord(JsonElement json)
        {
            AvroSchema record = Register(json, new AvroSchema { Kind = AvroKind.Record });
            record.Fields = [.. json.GetProperty("fields").EnumerateArray().Select(field => new AvroField(
                field.GetProperty("name").GetString() ?? "",
                field.TryGetProperty("field-id", out JsonElement id) ? id.GetInt32() : null,
                Parse(field.GetProperty("type"))))];
            return record;
        }

        private static int FixedSizeOf(JsonElement json) => json.GetProperty("size").GetInt32() is >= 0 and <= 1 << 20 and var size
            ? size : throw new InvalidDataException("its Avro schema has a fixed type of an impossible size");

        private AvroSchema Register(JsonElement json, AvroSchema schema)
        {
            string name = json.GetProperty("name").GetString() ?? "";
            _named[name] = schema;
            if (json.TryGetProperty("namespace", out JsonElement space) && space.ValueKind == JsonValueKind.String)
                _named[$"{space.GetString()}.{name}"] = schema;
            return schema;
        }

        private AvroSchema ByName(string name) => name switch
        {
            "null" => Of(AvroKind.Null),
            "boolean" => Of(AvroKind.Boolean),
            "int" => Of(AvroKind.Int),
            "long" => Of(AvroKind.Long),
            "float" => Of(AvroKind.Float),
            "double" => Of(AvroKind.Double),
            "bytes" => Of(AvroKind.Bytes),
            "string" => Of(AvroKind.String),
            _ => _named.TryGetValue(name, out AvroSchema? schema) ? schema : throw new InvalidDataException($"its Avro schema names the unknown type '{name}'"),
        };

        private static AvroSchema Of(AvroKind kind) => new() { Kind = kind };
    }
}
