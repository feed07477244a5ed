using System.Threading.Channels;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Batches on the way from one thread to another: each is either taken or disposed.</summary>
internal static class BatchChannel
{
    public static Channel<RecordBatch> Create(int capacity, bool singleWriter = true) =>
        Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = singleWriter });

    /// <summary>Hands a batch over; false when nobody reads any more, and the batch is disposed.</summary>
    public static async ValueTask<bool> WriteOrDisposeAsync(ChannelWriter<RecordBatch> writer, RecordBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            while (await writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
                if (writer.TryWrite(batch))
                    return true;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        batch.Dispose();
        return false;
    }

    /// <summary>Disposes what nobody takes any more.</summary>
    public static void Drain(ChannelReader<RecordBatch> reader)
    {
        while (reader.TryRead(out RecordBatch? batch))
            batch.Dispose();
    }
}
