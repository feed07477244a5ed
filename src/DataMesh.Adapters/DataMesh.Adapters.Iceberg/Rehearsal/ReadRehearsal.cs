using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads the sample table once in a process, on a thread of its own: what a read takes is compiled while the first port's contract and policy are still read.</summary>
/// <remarks>Where there is one processor, or no code is compiled as the program runs, nothing would be gained and nothing is done. Thread-safe.</remarks>
internal sealed class ReadRehearsal(FileFormat fileFormat)
{
    private static int s_begun;
    private volatile bool _stopped;
    private Task _reading = Task.CompletedTask;

    /// <summary>Begins, unless the process has begun before.</summary>
    public void Begin()
    {
        if (Environment.ProcessorCount > 1 && RuntimeFeature.IsDynamicCodeCompiled && Interlocked.Exchange(ref s_begun, 1) == 0)
            _reading = Task.Run(ReadAsync);
    }

    /// <summary>Breaks it off and waits for the step that is under way: a process must not end while a native library works.</summary>
    public async Task StopAsync()
    {
        _stopped = true;
        // Whatever was the matter with it, a real read says it.
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Reads the sample table.</summary>
    /// <returns>The number of rows that were read.</returns>
    public async Task<long> ReadAsync()
    {
        long rows = 0;
        IcebergTableFormat format = new(fileFormat);
        await using ConfiguredAsyncDisposable formatScope = format.ConfigureAwait(false);
        TableState table = await format.LoadAsync(SampleStore.Table).ConfigureAwait(false) ?? throw IcebergErrors.Corrupt(SampleStore.Table, "the sample table is missing");
        await foreach (ScanTask task in format.PlanAsync(table, new ScanRequest()).ConfigureAwait(false))
        {
            if (_stopped)
                break;
            await foreach (RecordBatch batch in format.ReadTaskAsync(task, new FileReadRequest { AllowDictionaries = true }).ConfigureAwait(false))
                using (batch)
                    rows += batch.Length;
        }
        return rows;
    }
}
