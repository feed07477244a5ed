using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Benchmarks;

/// <summary>What policies cost: the same columns and batches with and without.</summary>
internal sealed class PolicyQuestions(Workbench bench)
{
    private const string Bare = "Bare scan";
    private const int Decisions = 10_000;

    public Question RowsAndMasks => new("Row filter and two masks, flights", "All columns as Arrow under a row filter that keeps nine of ten, a null mask and a partial mask, beside the scan without a policy.",
    [
        new("DataMesh", () => CountAsync(Workbench.RestrictedReader, Workbench.Flights)) { IsOurs = true },
        new(Bare, () => SumAsync(bench.Reader, Workbench.Flights, CountOnTime)),
    ])
    {
        Goals = [Goal.Cpu(Bare, 1.25)],
    };

    public Question HashOfFewValues => new("Hash of few values, flights", "All columns as Arrow, one of some 300 airports as a keyed hash.",
    [
        new("DataMesh", () => CountAsync(Workbench.HashReader, Workbench.Flights)) { IsOurs = true },
        new(Bare, () => SumAsync(bench.Reader, Workbench.Flights, batch => batch.Length)),
    ]);

    public Question HashOfManyValues => new("Hash of many values, orders", "All columns as Arrow, the customer as a keyed hash.",
    [
        new("DataMesh", () => CountAsync(Workbench.HashReader, Workbench.Orders)) { IsOurs = true },
        new(Bare, () => SumAsync(bench.Reader, Workbench.Orders, batch => batch.Length)),
    ]);

    public Question CachedDecision => new("Cached decision", $"A port is resolved, decided and opened {Decisions:N0} times by one reader; nothing is read.",
    [
        new("DataMesh", DecideAsync) { IsOurs = true },
    ]);

    private async Task<Outcome> DecideAsync()
    {
        IDataMesh reader = bench.Zstd.As(Workbench.RestrictedReader);
        for (int i = 0; i < Decisions; i++)
            await reader.OpenAsync(Workbench.Flights);
        return new Outcome(Decisions, 0);
    }

    private Task<Outcome> CountAsync(string reader, string port) => SumAsync(bench.Zstd.As(reader), port, batch => batch.Length);

    private static async Task<Outcome> SumAsync(IDataMesh reader, string port, Func<RecordBatch, long> rowsOf)
    {
        long rows = 0;
        await foreach (RecordBatch batch in (await reader.OpenAsync(port)).ReadBatchesAsync())
            using (batch)
                rows += rowsOf(batch);
        return new Outcome(rows, 0);
    }

    private static long CountOnTime(RecordBatch batch)
    {
        Apache.Arrow.Array delays = (Apache.Arrow.Array)batch.Column("delay");
        long rows = 0;
        foreach (int delay in MemoryMarshal.Cast<byte, int>(delays.Data.Buffers[1].Span).Slice(delays.Data.Offset, delays.Length))
            rows += delay < Workbench.LateMinutes ? 1 : 0;
        return rows;
    }
}
