using Apache.Arrow;

namespace DataMesh.Tests.Policies;

/// <summary>Rows to and from record batches, and the text by which rows are compared.</summary>
internal static class Batches
{
    /// <summary>Batches of some rows, cut out of the middle of longer ones.</summary>
    public static async IAsyncEnumerable<RecordBatch> Of(SchemaObject schema, IReadOnlyList<ScalarValue[]> rows, int batchRows)
    {
        await Task.CompletedTask;
        for (int start = 0; start < rows.Count; start += batchRows)
        {
            ScalarValue[][] part = [.. rows.Skip(start).Take(batchRows)];
            ScalarValue[][] padded = [part[^1], .. part, part[0]];
            yield return new RecordBatch(schema.ToArrowSchema(), schema.Properties.Select((p, i) => ArrowArrayFactory.Slice(CellColumns.Build(p.Type, [.. padded.Select(r => r[i])]), 1, part.Length)), part.Length);
        }
    }

    /// <summary>Reads batches, disposes them and keeps their sizes.</summary>
    public static async Task<Answer> ReadAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        List<ScalarValue[]> rows = [];
        List<int> sizes = [];
        Schema? schema = null;
        await foreach (RecordBatch batch in batches)
            using (batch)
            {
                schema ??= batch.Schema;
                sizes.Add(batch.Length);
                for (int row = 0; row < batch.Length; row++)
                    rows.Add([.. Enumerable.Range(0, batch.ColumnCount).Select(i => CellColumns.Read(batch.Column(i), PhysicalType.TryFromArrow(batch.Schema.GetFieldByIndex(i).DataType)!.Value, row))]);
            }
        return new Answer(schema is null ? null : [.. schema.FieldsList.Select(f => f.Name)], rows) { Sizes = sizes, Schema = schema };
    }

    /// <summary>Text that is equal for equal rows only.</summary>
    public static string Text(ScalarValue[] row) => string.Join(" | ", row.Select(Text));

    private static string Text(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Null => "∅",
        ScalarKind.Decimal => $"decimal {value.AsDecimal() / 1.0000000000000000000000000000m}",
        ScalarKind.String => $"'{value.AsString().Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"{value.Kind} {value}",
    };
}

/// <summary>What a way out gave.</summary>
/// <param name="Columns">The columns; null when it gave nothing that has columns.</param>
/// <param name="Rows">The rows, in order.</param>
internal sealed record Answer(IReadOnlyList<string>? Columns, IReadOnlyList<ScalarValue[]> Rows)
{
    public IReadOnlyList<int> Sizes { get; init; } = [];

    public Schema? Schema { get; init; }

    /// <summary>The rows as a multiset.</summary>
    public string[] Sorted() => [.. Rows.Select(Batches.Text).Order(StringComparer.Ordinal)];
}
