using Apache.Arrow;

namespace DataMesh.Tests.Policies;

/// <summary>Batches as sorted lines of text, without the ids.</summary>
internal static class RowTexts
{
    public static async Task<string[]> OfAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        List<string> lines = [];
        await foreach (RecordBatch batch in batches)
            using (batch)
                for (int row = 0; row < batch.Length; row++)
                    lines.Add(string.Join(" ", batch.Schema.FieldsList.Select((f, i) => (f.Name, Text: Text(batch.Column(i), row))).Where(c => c.Name != "id").Select(c => $"{c.Name}={c.Text}")));
        lines.Sort(StringComparer.Ordinal);
        return [.. lines];
    }

    private static string Text(IArrowArray column, int row) => column.IsNull(row) ? "null" : column switch
    {
        StringArray text => text.GetString(row),
        Int32Array number => number.GetValue(row)!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "?",
    };
}
