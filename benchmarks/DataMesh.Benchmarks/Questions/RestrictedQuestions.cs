namespace DataMesh.Benchmarks;

/// <summary>SQL as a team whose grant filters rows and masks two columns, beside DuckDB with the same filter and masks written into the statement.</summary>
internal sealed class RestrictedQuestions(Workbench bench)
{
    private const string Policy = "DuckDB, filter and masks by hand";

    public Question Aggregate => Ask("SQL aggregate under a row filter and two masks", "Four aggregates over three columns in the clear, grouped by the status; the rows are filtered by the policy.", Workbench.Orders,
        "select count(*) as n, sum(quantity)::bigint as q, min(id) as low, max(id) as high from {0} group by status", repeat: 10);

    public Question Texts => Ask("SQL over masked texts under a row filter", "Groups by the masked text of a customer and counts the notes, which are null.", Workbench.Orders,
        "select count(*) as n, count(note) as notes, sum(length(customer))::bigint as characters from {0} group by customer", repeat: 3);

    public Question Range => Ask("SQL range under a row filter and two masks", $"The 1 % range of the sorted time over {Workbench.DailyFiles} files.", Workbench.Daily,
        $"select count(*) as n, sum(id)::bigint as ids, count(note) as notes from {{0}} where ordered_at >= {DuckDbFiles.Literal(From)} and ordered_at < {DuckDbFiles.Literal(To)}", repeat: 10);

    private DateTime From => OrderRows.Start.AddSeconds(7L * (bench.Scale.Orders / 2));

    private DateTime To => From.AddSeconds(7L * (bench.Scale.Orders / 100));

    private Question Ask(string name, string what, string port, string sql, int repeat = 1) => new(name, what,
    [
        new("DataMesh", async () => await Columns.SumAsync(bench.Restricted.QueryBatchesAsync(
            SqlStatement.Parse(string.Format(null, sql, "p"), new Dictionary<string, IInputPort> { ["p"] = await bench.Restricted.OpenAsync(port) })), Columns.Sum)) { IsOurs = true },
        new(Policy, () => Task.Run(() => bench.DuckDb.Sum(string.Format(null, sql, $"({View(port)})")))),
    ])
    {
        Repeat = repeat,
        Goals = [Goal.Cpu(Policy, 1.6)],
    };

    private string View(string port) => $"""
        select * exclude (customer, note), left(customer, least(2, length(customer) // 2)) || repeat('*', length(customer) - least(2, length(customer) // 2)) as customer, cast(null as varchar) as note
        from {DuckDbFiles.Table(bench.FilesOf(port))} where quantity < {Workbench.VisibleQuantity}
        """;
}
