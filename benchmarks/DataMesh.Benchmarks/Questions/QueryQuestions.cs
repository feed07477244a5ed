namespace DataMesh.Benchmarks;

/// <summary>A part of a port by a filter, and SQL.</summary>
internal sealed class QueryQuestions(Workbench bench)
{
    private DateTime From => OrderRows.Start.AddSeconds(7L * (bench.Scale.Orders / 2));

    private DateTime To => From.AddSeconds(7L * (bench.Scale.Orders / 100));

    private string Where => $"ordered_at >= {DuckDbFiles.Literal(From)} and ordered_at < {DuckDbFiles.Literal(To)}";

    private string DailyFiles => DuckDbFiles.Table(bench.FilesOf(Workbench.Daily));

    public Question Filter => new("1 % filter, two columns", $"A range of the sorted time that holds 1 % of the rows, over a port of {Workbench.DailyFiles} files; sums of two columns.",
    [
        new("DataMesh", FilterAsync) { IsOurs = true },
        new(DuckDbFiles.Bare, () => Task.Run(() => bench.DuckDb.CountAndSum($"select count(*), (sum(id) + sum(quantity))::bigint from {DailyFiles} where {Where}"))),
    ])
    {
        Repeat = 10,
        Goals = [Goal.Cpu(DuckDbFiles.Bare, 1.2)],
    };

    public Question FilterTyped => new("1 % filter, records", "The same rows, all ten columns, as records.",
    [
        new("DataMesh", FilterTypedAsync) { IsOurs = true },
        new(DuckDbFiles.Records, () => Task.Run(() => bench.DuckDb.ReadOrders($"select * from {DailyFiles} where {Where}"))),
    ])
    {
        Repeat = 10,
        Goals = [Goal.Cpu(DuckDbFiles.Records, 1.2)],
    };

    public Question Aggregate => new("SQL aggregate, orders", "Four aggregates over three of ten columns, grouped by the status.",
    [
        new("DataMesh", async () => await Columns.SumAsync(bench.Reader.QueryBatchesAsync(
            $"select count(*) as n, sum(quantity)::bigint as q, min(id) as low, max(id) as high from {await bench.Reader.OpenAsync<Order>(Workbench.Orders)} group by status"), Columns.Sum)) { IsOurs = true },
        new(DuckDbFiles.Bare, () => Task.Run(() => bench.DuckDb.Sum(
            $"select count(*) as n, sum(quantity)::bigint as q, min(id) as low, max(id) as high from {DuckDbFiles.Table(bench.FilesOf(Workbench.Orders))} group by status"))),
    ])
    {
        Repeat = 10,
        Goals = [Goal.Cpu(DuckDbFiles.Bare, 1.15)],
    };

    public Question Join => new("SQL join, flights", "Real flights joined to the airports of their origin, aggregated by airport.",
    [
        new("DataMesh", JoinAsync) { IsOurs = true },
        new(DuckDbFiles.Bare, () => Task.Run(() => bench.DuckDb.Sum($"""
            select count(*) as n, sum(f.delay)::bigint as delay from {DuckDbFiles.Table(bench.FilesOf(Workbench.Flights))} f
            join {DuckDbFiles.Table(bench.FilesOf(Workbench.Airports))} a on a.iata = f.origin group by a.name
            """))),
    ])
    {
        Repeat = 5,
        Goals = [Goal.Cpu(DuckDbFiles.Bare, 1.15)],
    };

    private async Task<Outcome> FilterAsync()
    {
        (DateTime from, DateTime to) = (From, To);
        ReadRequest request = new() { Columns = ["id", "quantity"], Filter = DataMesh.Filter.From<Order>(o => o.OrderedAt >= from && o.OrderedAt < to) };
        return await Columns.SumAsync((await bench.Reader.OpenAsync(Workbench.Daily)).ReadBatchesAsync(request), Columns.Sum);
    }

    private async Task<Outcome> FilterTypedAsync()
    {
        (DateTime from, DateTime to) = (From, To);
        OrderSum sum = default;
        await foreach (Order order in (await bench.Reader.OpenAsync<Order>(Workbench.Daily)).ReadAsync(o => o.OrderedAt >= from && o.OrderedAt < to))
            sum.Add(order);
        return sum.ToOutcome();
    }

    private async Task<Outcome> JoinAsync()
    {
        IInputPort<Flight> flights = await bench.Reader.OpenAsync<Flight>(Workbench.Flights);
        IInputPort<Airport> airports = await bench.Reader.OpenAsync<Airport>(Workbench.Airports);
        return await Columns.SumAsync(bench.Reader.QueryBatchesAsync(
            $"select count(*) as n, sum(f.delay)::bigint as delay from {flights} f join {airports} a on a.iata = f.origin group by a.name"), Columns.Sum);
    }
}
