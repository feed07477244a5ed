using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Hands the checked rows of a publish on to the publishes of older major versions, a few chunks ahead of the slowest.</summary>
/// <remarks>All rows go on, also those that the newest version's quality rules reject: each version judges by its own.</remarks>
/// <param name="newest">The port that is published.</param>
/// <param name="chunkRows">How many rows are turned into records at once.</param>
internal sealed class MajorFeed(PortDeclaration newest, int chunkRows)
{
    private const int Ahead = 2;

    private readonly List<Channel<object[]>> _branches = [];

    /// <summary>Adds an older major version, before rows pass.</summary>
    /// <returns>Opens its rows as batches, once; and says that nobody reads them any more.</returns>
    public (Func<CancellationToken, IAsyncEnumerable<RecordBatch>> Open, Action Abandon) AddBranch(OlderMajor older)
    {
        Channel<object[]> branch = Channel.CreateBounded<object[]>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        _branches.Add(branch);
        return (token => older.Port.EncodeAsync(MapAsync(branch.Reader, older.Way, token), chunkRows, token), () => branch.Writer.TryComplete());
    }

    /// <summary>Passes batches through, and their rows on.</summary>
    public async IAsyncEnumerable<RecordBatch> PassAsync(IAsyncEnumerable<RecordBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<RecordBatch, object[]> read = newest.CreateReader();
        Exception? end = new OperationCanceledException("The publish of the newest major version ended before its rows did.");
        try
        {
            await foreach (RecordBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await HandOnOrDisposeAsync(batch, read, cancellationToken).ConfigureAwait(false);
                yield return batch;
            }
            end = null;
        }
        finally
        {
            foreach (Channel<object[]> branch in _branches)
                branch.Writer.TryComplete(end);
        }
    }

    private async Task HandOnOrDisposeAsync(RecordBatch batch, Func<RecordBatch, object[]> read, CancellationToken cancellationToken)
    {
        try
        {
            for (int first = 0; first < batch.Length; first += chunkRows)
            {
                object[] rows = read(BatchBuffer.Slice(batch, first, Math.Min(chunkRows, batch.Length - first)));
                foreach (Channel<object[]> branch in _branches)
                    await HandOnAsync(branch.Writer, rows, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    // Nothing, once nobody reads the branch any more.
    private static async Task HandOnAsync(ChannelWriter<object[]> branch, object[] rows, CancellationToken cancellationToken)
    {
        while (!branch.TryWrite(rows))
            if (!await branch.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
                return;
    }

    private static async IAsyncEnumerable<object> MapAsync(ChannelReader<object[]> chunks, IReadOnlyList<MajorMap> way, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long row = 0;
        await foreach (object[] chunk in chunks.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            foreach (object newest in chunk)
            {
                object older = newest;
                foreach (MajorMap step in way)
                    older = Map(step, older, row);
                row++;
                yield return older;
            }
    }

    private static object Map(MajorMap step, object newer, long row)
    {
        object? older;
        try
        {
            older = step.Map(newer);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Refuse(step, row, $"threw {error.GetType().Name}", error);
        }
        return older ?? throw Refuse(step, row, "returned null", null);
    }

    private static ContractViolationException Refuse(MajorMap step, long row, string what, Exception? cause) =>
        new($"what MapFrom was given for '{step.Newer.Name}' {what} at row {row}. Correct it, or the row.", cause) { Violations = [new ContractViolation { Column = "*", Rule = "MapFrom", FirstRow = row }] };
}
