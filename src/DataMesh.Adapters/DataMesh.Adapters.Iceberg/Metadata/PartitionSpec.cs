using System.Text;
using System.Text.Json;

namespace DataMesh.Adapters.Iceberg;

/// <summary>One field of a partition spec.</summary>
internal sealed record SpecField(int SourceId, int FieldId, string Name, PartitionTransform Transform, PhysicalType SourceType)
{
    public PhysicalType ResultType => Transform.Kind == PartitionTransformKind.Void ? SourceType : Transform.ResultType(SourceType);

    /// <summary>The name as Avro allows it (the Java writer's spelling).</summary>
    public string AvroName { get; } = Sanitize(Name);

    private static string Sanitize(string name)
    {
        StringBuilder text = new(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsAsciiLetter(c) || c == '_' || (text.Length > 0 && char.IsAsciiDigit(c)))
                text.Append(c);
            else if (char.IsAsciiDigit(c))
                text.Append('_').Append(c);
            else
                text.Append("_x").Append(((int)c).ToString("X", System.Globalization.CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}

/// <summary>A way in which files of a table are partitioned.</summary>
internal sealed class PartitionSpec
{
    private const int FirstFieldId = 1000;

    public PartitionSpec(int id, IReadOnlyList<SpecField> fields)
    {
        (Id, Fields) = (id, fields);
        FieldsJson = JsonText.Write(writer => WriteFields(writer, fields));
    }

    public int Id { get; }

    public IReadOnlyList<SpecField> Fields { get; }

    /// <summary>The fields as a JSON array, as manifests repeat it.</summary>
    public string FieldsJson { get; }

    /// <summary>The spec in terms of a schema's column names; fields whose column is gone get an empty name that no filter refers to.</summary>
    public IReadOnlyList<PartitionField> ToPartitioning(IcebergSchema schema) =>
        [.. Fields.Select(f => new PartitionField { Column = schema.Find(f.SourceId)?.Name ?? "", Transform = f.Transform })];

    public static PartitionSpec Parse(JsonElement json, Func<int, PhysicalType?> typeOf) => ParseFields(json.GetProperty("spec-id").GetInt32(), json.GetProperty("fields"), typeOf);

    public static PartitionSpec ParseFields(int id, JsonElement fields, Func<int, PhysicalType?> typeOf) =>
        new(id, [.. fields.EnumerateArray().Select((field, i) => ParseField(field, FirstFieldId + i, typeOf))]);

    public static void Write(Utf8JsonWriter writer, PartitionSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteNumber("spec-id", spec.Id);
        writer.WritePropertyName("fields");
        WriteFields(writer, spec.Fields);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<SpecField> fields)
    {
        writer.WriteStartArray();
        foreach (SpecField field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("transform", field.Transform.ToString());
            writer.WriteNumber("source-id", field.SourceId);
            writer.WriteNumber("field-id", field.FieldId);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static SpecField ParseField(JsonElement json, int defaultId, Func<int, PhysicalType?> typeOf)
    {
        string name = json.GetText("name");
        string text = json.GetText("transform");
        if (json.TryGetProperty("source-ids", out _))
            throw new NotSupportedException($"partition field '{name}' is made from several columns, which is not supported");
        int source = json.GetProperty("source-id").GetInt32();
        PartitionTransform transform = TryParse(text) ?? throw new NotSupportedException($"partition field '{name}' uses the transform '{text}', which is not supported yet");
        // A dropped source column leaves a field that prunes nothing; the specification replaces its transform by void.
        PhysicalType type = typeOf(source) ?? (transform.Kind == PartitionTransformKind.Void ? PhysicalType.Of(PhysicalTypeKind.Int32)
            : throw new InvalidDataException($"partition field '{name}' refers to the unknown column {source}"));
        // Early writers of version 1 gave no ids: they count from 1000.
        return new SpecField(source, json.TryGetProperty("field-id", out JsonElement id) ? id.GetInt32() : defaultId, name, transform, type);
    }

    private static PartitionTransform? TryParse(string text)
    {
        try
        {
            return PartitionTransform.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
