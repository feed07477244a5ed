using System.Text;
using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>How far a derived port has taken in its inputs, in the summaries of its snapshots; described in <c>docs/protocol/snapshot-summary.md</c>.</summary>
internal static class StoredPositions
{
    /// <summary>The positions of the current rows: those of the newest snapshot that says any.</summary>
    public static InputPositions Read(TableState table)
    {
        Dictionary<PortReference, Cursor> positions = [];
        HashSet<long> seen = [];
        for (TableSnapshot? at = table.Current; at is not null && seen.Add(at.Id); at = at.ParentId is long parent ? table.Snapshots.FirstOrDefault(s => s.Id == parent) : null)
            if (at.Summary.TryGetValue(SummaryKeys.Positions, out string? text))
            {
                if (text.Length > 0)
                    using (JsonDocument document = JsonDocument.Parse(text))
                        foreach (JsonProperty position in document.RootElement.EnumerateObject())
                            positions[PortReference.Parse(position.Name, null)] = Cursor.Parse(position.Value.GetString()!);
                break;
            }
        return new InputPositions(positions);
    }

    public static string Write(InputPositions positions)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            foreach ((PortReference input, Cursor cursor) in positions.All.OrderBy(p => p.Key.ToString(), StringComparer.Ordinal))
                writer.WriteString(input.ToString(), cursor.ToString());
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(json.ToArray());
    }
}
