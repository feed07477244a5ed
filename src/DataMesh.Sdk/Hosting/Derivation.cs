using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>How a derived port gets its rows.</summary>
internal abstract class Derivation
{
    /// <summary>Which definition it is: another one gives other rows of the same inputs.</summary>
    public abstract string Identity { get; }
}

/// <summary>By one SELECT over the product's inputs.</summary>
internal sealed class SqlDerivation(string select) : Derivation
{
    public string Select { get; } = select;

    public override string Identity => $"sql {Select}";
}

/// <summary>By code that yields records.</summary>
internal abstract class CodeDerivation : Derivation
{
    public abstract IAsyncEnumerable<RecordBatch> RunAsync(IServiceProvider scope, TransformationRun run, int batchRows, CancellationToken cancellationToken);
}

internal sealed class CodeDerivation<T>(Type transformation, Func<IServiceProvider, Transformation<T>> create) : CodeDerivation
    where T : IDataSchema<T>
{
    // Every build of the code is another one.
    public override string Identity => $"code {transformation.FullName} {transformation.Module.ModuleVersionId:D}";

    public override async IAsyncEnumerable<RecordBatch> RunAsync(IServiceProvider scope, TransformationRun run, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Transformation<T> code = create(scope);
        try
        {
            await foreach (RecordBatch batch in EncodeStage.RunAsync(code.RunAsync(run, cancellationToken), T.CreateEncoder, batchRows, cancellationToken).ConfigureAwait(false))
                yield return batch;
        }
        finally
        {
            if (code is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (code is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
