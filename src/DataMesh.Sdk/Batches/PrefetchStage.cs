using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Runs a stream of batches ahead of its reader on another thread, a few batches far.</summary>
internal static class PrefetchStage
{
    public static async IAsyncEnumerable<RecordBatch> RunAsync(
        Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<RecordBatch> channel = BatchChannel.Create(capacity);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pump = Task.Run(() => PumpAsync(open, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                while (channel.Reader.TryRead(out RecordBatch? batch))
                    yield return batch;
            await pump.ConfigureAwait(false);
        }
        finally
        {
            // A pump that waits for room ends without an exception; one that reads is cancelled.
            channel.Writer.TryComplete();
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            BatchChannel.Drain(channel.Reader);
        }
    }

    private static async Task PumpAsync(Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, ChannelWriter<RecordBatch> writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (RecordBatch batch in open(cancellationToken).ConfigureAwait(false))
                if (!await BatchChannel.WriteOrDisposeAsync(writer, batch, cancellationToken).ConfigureAwait(false))
                    break;
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            writer.TryComplete(failure);
        }
    }
}
