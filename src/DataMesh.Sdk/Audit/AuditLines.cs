using System.Buffers;
using System.Text.Json;

namespace DataMesh;

/// <summary>The stored form of audit records: one JSON object per line; described in <c>docs/protocol/audit.md</c>.</summary>
internal static class AuditLines
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<AuditRecord> records)
    {
        ArrayBufferWriter<byte> lines = new();
        foreach (AuditRecord record in records)
        {
            using (Utf8JsonWriter writer = new(lines))
                Write(writer, record);
            lines.Write("\n"u8);
        }
        return lines.WrittenMemory;
    }

    /// <summary>Reads a file. Lines that are none of ours are left out: the file is evidence of what the others say all the same.</summary>
    public static IEnumerable<AuditRecord> Read(ReadOnlyMemory<byte> file)
    {
        while (!file.IsEmpty)
        {
            int end = file.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? file : file[..end];
            file = end < 0 ? default : file[(end + 1)..];
            if (TryRead(line) is { } record)
                yield return record;
        }
    }

    private static void Write(Utf8JsonWriter writer, AuditRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteString("at", record.At.UtcDateTime);
        writer.WriteString("principal", record.Principal);
        if (record.Domain != default)
            writer.WriteString("domain", record.Domain.ToString());
        if (!record.Purpose.IsNone)
            writer.WriteString("purpose", record.Purpose.ToString());
        writer.WriteString("product", record.Product.ToString());
        writer.WriteString("port", record.Port.ToString());
        if (record.Snapshot is long snapshot)
            writer.WriteNumber("snapshot", snapshot);
        writer.WriteBoolean("allowed", record.IsAllowed);
        if (record.PolicyEpoch is long epoch)
            writer.WriteNumber("epoch", epoch);
        WriteTexts(writer, "rules", record.Rules);
        WriteTexts(writer, "agreements", record.Agreements.Select(a => a.ToString("D")));
        if (record.Columns.Count > 0)
            WriteTexts(writer, "columns", record.Columns);
        writer.WriteString("rows", EnumText.Spell(record.Rows));
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static AuditRecord? TryRead(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement record = document.RootElement;
            return new AuditRecord
            {
                Id = record.GetProperty("id").GetGuid(),
                At = new DateTimeOffset(record.GetProperty("at").GetDateTime().ToUniversalTime()),
                Principal = record.GetProperty("principal").GetString(),
                Domain = Text(record, "domain") is { } domain ? DomainName.Parse(domain) : default,
                Purpose = Text(record, "purpose") is { } purpose ? Purpose.Parse(purpose) : default,
                Product = ProductId.Parse(Text(record, "product")!),
                Port = PortReference.Parse(Text(record, "port")!),
                Snapshot = record.TryGetProperty("snapshot", out JsonElement snapshot) ? snapshot.GetInt64() : null,
                IsAllowed = record.GetProperty("allowed").GetBoolean(),
                PolicyEpoch = record.TryGetProperty("epoch", out JsonElement epoch) ? epoch.GetInt64() : null,
                Rules = [.. record.GetProperty("rules").EnumerateArray().Select(r => r.GetString()!)],
                Agreements = [.. record.GetProperty("agreements").EnumerateArray().Select(a => a.GetGuid())],
                Columns = record.TryGetProperty("columns", out JsonElement columns) ? [.. columns.EnumerateArray().Select(c => c.GetString()!)] : [],
                Rows = Enum.TryParse(Text(record, "rows"), ignoreCase: true, out RowCountBucket rows) ? rows : RowCountBucket.Unknown,
            };
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
