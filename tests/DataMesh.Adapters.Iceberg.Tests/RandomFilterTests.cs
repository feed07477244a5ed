using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>10,000 random filters over a table with every transform, several partitionings, columns that were widened and renamed: what is skipped holds no row of the answer.</summary>
public sealed class RandomFilterTests
{
    private const int Filters = 10_000;
    private static readonly DateTime Start = new(1969, 12, 20, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Columns = ["id", "customer", "amount", "placed_at", "score", "units", "day"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_row_of_an_answer_lies_in_a_file_that_was_skipped()
    {
        using TestTable table = new(new InMemoryObjectStore());
        Order[] rows = [.. Enumerable.Range(0, 480).Select(RowOf)];
        TableState state = await BuildAsync(table, rows);
        (RecordBatch all, string[] fileOf) = await ReadAsync(table, state);
        Assert.Equal(rows.Length, all.Length);
        Random random = new(20_261_127);
        TruthValue[] truth = new TruthValue[all.Length];
        long skipped = 0, matched = 0, files = (await table.PlanAsync(state)).Count;

        for (int i = 0; i < Filters; i++)
        {
            Filter filter = Next(random, rows, depth: random.Next(3));
            HashSet<string> planned = [.. (await table.PlanAsync(state, filter)).Select(t => t.File.Path.ToString())];
            FilterEvaluator.Create(filter, all.Schema).Evaluate(all, truth);
            for (int row = 0; row < truth.Length; row++)
                if (truth[row] == TruthValue.True)
                {
                    matched++;
                    Assert.True(planned.Contains(fileOf[row]), $"Filter {i}, {filter}: row {row} lies in '{fileOf[row]}', which was skipped.");
                }
            skipped += files - planned.Count;
        }

        Assert.True(skipped > files * Filters / 4, $"Only {skipped} of {files * Filters} files were skipped.");
        Assert.True(matched > Filters, $"Only {matched} rows were found.");
    }

    private static async Task<TableState> BuildAsync(TestTable table, Order[] rows)
    {
        TableState state = await table.CreateAsync(Field("placed_at", "month"), Field("units", "identity"));
        PartitionField[][] partitionings = [[Field("customer", "truncate[2]")], [], [Field("amount", "bucket[3]"), Field("day", "year")], [Field("id", "truncate[50]")], [Field("placed_at", "day")]];
        foreach ((int index, Order[] part) in rows.Chunk(80).Index())
        {
            foreach (Order[] half in part.Chunk(40))
                state = (await table.AppendAsync(state, half)).State;
            if (index < partitionings.Length)
                state = await table.Format.EvolveAsync(state, new TableEvolution { Schema = state.Schema, Partitioning = partitionings[index] }, Cancel);
        }
        // A type that is wider than what most files have.
        return await table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. state.Schema.FieldsList.Select(f => f.Name == "units" ? ArrowFields.Create("units", PhysicalType.Of(PhysicalTypeKind.Int64), true, f.GetFieldId()) : f)], null) }, Cancel);
    }

    private static async Task<(RecordBatch All, string[] FileOf)> ReadAsync(TestTable table, TableState state)
    {
        List<RecordBatch> batches = [];
        List<string> fileOf = [];
        foreach (ScanTask task in await table.PlanAsync(state))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, FileReadRequest.All, Cancel))
            {
                batches.Add(batch);
                fileOf.AddRange(Enumerable.Repeat(task.File.Path.ToString(), batch.Length));
            }
        return (BatchSelection.Concatenate(batches), [.. fileOf]);
    }

    private static Filter Next(Random random, Order[] rows, int depth)
    {
        if (depth > 0)
            return random.Next(5) switch
            {
                0 => Filter.Not(Next(random, rows, depth - 1)),
                1 or 2 => Filter.And(Next(random, rows, depth - 1), Next(random, rows, depth - 1)),
                _ => Filter.Or(Next(random, rows, depth - 1), Next(random, rows, depth - 1)),
            };
        string column = Columns[random.Next(Columns.Length)];
        return random.Next(8) switch
        {
            0 => Filter.IsNull(column),
            1 => Filter.In(column, Value(random, rows, column), Value(random, rows, column), Value(random, rows, column)),
            2 => Filter.Between(column, Value(random, rows, column), Value(random, rows, column)),
            _ => Filter.Compare(column, (ComparisonOperator)random.Next(Enum.GetValues<ComparisonOperator>().Length), Value(random, rows, column)),
        };
    }

    // Of a row, or beside one.
    private static ScalarValue Value(Random random, Order[] rows, string column)
    {
        Order row = rows[random.Next(rows.Length)];
        int off = random.Next(3) - 1;
        return column switch
        {
            "id" => row.Id + off,
            "customer" => row.Customer is { } name ? off switch { 0 => name, 1 => name + "a", _ => name[..^1] } : "c",
            "amount" => (row.Amount ?? 0) + off * 0.01m,
            "placed_at" => ScalarValue.From(row.PlacedAt!.Value.AddTicks(off * TimeSpan.TicksPerMicrosecond)),
            "score" => row.Score is { } score && !double.IsNaN(score) ? score + off : double.PositiveInfinity,
            "units" => (row.Units ?? 0) + (long)off,
            _ => ScalarValue.From((row.Day ?? new DateOnly(1970, 1, 1)).AddDays(off)),
        };
    }

    private static Order RowOf(int i) => new(i, i % 9 == 8 ? null : $"c{i % 7}é{(char)('a' + i % 26)}", i % 17 == 0 ? null : (i - 200) * 1.5m, Start.AddHours(5 * i), null, i % 10 == 0 ? double.NaN : i % 13 == 0 ? null : -i, i % 6 == 0 ? null : i % 5 - 2, i % 19 == 0 ? null : DateOnly.FromDateTime(Start).AddDays(i));

    private static PartitionField Field(string column, string transform) => new() { Column = column, Transform = PartitionTransform.Parse(transform) };
}
