using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

internal sealed class OutputPort<T>(MeshRuntime runtime, PortDeclaration<T> declaration) : IOutputPort<T>
    where T : IDataSchema<T>
{
    public PortName Name => declaration.Name;

    public Task<PublishResult> PublishAsync(IAsyncEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return runtime.PublishAsync(declaration, token => EncodeStage.RunAsync(rows, CreateEncoder(), runtime.Services.Limits.BatchRows, token), isForeign: false, options, cancellationToken);
    }

    public Task<PublishResult> PublishAsync(IEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return runtime.PublishAsync(declaration, token => EncodeStage.RunAsync(rows, CreateEncoder(), runtime.Services.Limits.BatchRows, token), isForeign: false, options, cancellationToken);
    }

    public Task<PublishResult> PublishBatchesAsync(IAsyncEnumerable<RecordBatch> batches, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return runtime.PublishAsync(declaration, _ => batches, isForeign: true, options, cancellationToken);
    }

    private static RecordBatchEncoder<T> CreateEncoder() => T.CreateEncoder(EncoderOptions.Default);
}
