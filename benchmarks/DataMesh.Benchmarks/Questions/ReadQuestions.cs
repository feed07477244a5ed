using Apache.Arrow;

namespace DataMesh.Benchmarks;

/// <summary>Everything out of a port, as records or as Arrow.</summary>
internal sealed class ReadQuestions(Workbench bench)
{
    private static readonly Func<RecordBatch, long> OnlyCount = _ => 0;

    public Question Typed => new("Typed read, orders", $"{bench.Scale.Orders:N0} rows of ten columns, streamed as records.",
    [
        new("DataMesh", TypedAsync) { IsOurs = true },
        new(DuckDbFiles.Records, () => Task.Run(() => bench.DuckDb.ReadOrders($"select * from {DuckDbFiles.Table(bench.FilesOf(Workbench.Orders))}"))),
        new(ParquetNetFiles.Reader, () => ParquetNetFiles.ReadAsync(bench.FilesOf(Workbench.Orders))),
    ])
    {
        Goals = [Goal.Cpu(DuckDbFiles.Records, 1.0), Goal.Cpu(ParquetNetFiles.Reader, 0.35)],
    };

    public Question TypedFlights => new("Typed read, flights", $"Up to {bench.Scale.Flights:N0} real flights of five columns, streamed as records.",
    [
        new("DataMesh", TypedFlightsAsync) { IsOurs = true },
        new(DuckDbFiles.Records, () => Task.Run(DuckDbFlights)),
    ])
    {
        Goals = [Goal.Cpu(DuckDbFiles.Records, 1.0)],
    };

    public Question Arrow => ArrowOf("Arrow read, orders", Workbench.Orders);

    public Question ArrowFlights => ArrowOf("Arrow read, flights", Workbench.Flights);

    public Question TwoColumns => new("2 of 10 columns", "Sum of a long and of an int column of the orders.",
    [
        new("DataMesh", async () => await Columns.SumAsync((await bench.Reader.OpenAsync(Workbench.Orders)).ReadBatchesAsync(new() { Columns = ["id", "quantity"] }), Columns.Sum)) { IsOurs = true },
        new(ParquetSharpFiles.Reader, () => ParquetSharpFiles.ReadAsync(bench.FilesOf(Workbench.Orders), [0, 1], Columns.Sum)),
        new(DuckDbFiles.Bare, () => Task.Run(() => bench.DuckDb.CountAndSum($"select count(*), (sum(id) + sum(quantity))::bigint from {DuckDbFiles.Table(bench.FilesOf(Workbench.Orders))}"))),
    ])
    {
        Repeat = 10,
        Goals = [Goal.Cpu(ParquetSharpFiles.Reader, 1.05)],
    };

    private Question ArrowOf(string name, string port) => new(name, "All columns as Arrow batches, which are counted and released.",
    [
        new("DataMesh", async () => await Columns.SumAsync((await bench.Reader.OpenAsync(port)).ReadBatchesAsync(), OnlyCount)) { IsOurs = true },
        new(ParquetSharpFiles.Reader, () => ParquetSharpFiles.ReadAsync(bench.FilesOf(port), null, OnlyCount)),
    ])
    {
        Goals = [Goal.Cpu(ParquetSharpFiles.Reader, 1.05)],
    };

    private async Task<Outcome> TypedAsync()
    {
        OrderSum sum = default;
        await foreach (Order order in (await bench.Reader.OpenAsync<Order>(Workbench.Orders)).ReadAsync())
            sum.Add(order);
        return sum.ToOutcome();
    }

    private async Task<Outcome> TypedFlightsAsync()
    {
        long rows = 0, sum = 0;
        await foreach (Flight flight in (await bench.Reader.OpenAsync<Flight>(Workbench.Flights)).ReadAsync())
        {
            rows++;
            sum += flight.Delay + flight.Distance + flight.Origin.Length;
        }
        return new Outcome(rows, sum);
    }

    private Outcome DuckDbFlights()
    {
        long rows = 0, sum = 0;
        foreach (Flight flight in bench.DuckDb.Read($"select * from {DuckDbFiles.Table(bench.FilesOf(Workbench.Flights))}", row => new Flight
        {
            Date = row.GetDateTime(0),
            Delay = row.GetInt32(1),
            Distance = row.GetInt32(2),
            Origin = row.GetString(3),
            Destination = row.GetString(4),
        }))
        {
            rows++;
            sum += flight.Delay + flight.Distance + flight.Origin.Length;
        }
        return new Outcome(rows, sum);
    }
}
