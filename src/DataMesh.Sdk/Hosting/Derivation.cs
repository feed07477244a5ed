using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>How a derived port gets its rows.</summary>
internal abstract class Derivation;

/// <summary>By one SELECT over the product's inputs.</summary>
internal sealed class SqlDerivation(string select) : Derivation
{
    public string Select { get; } = select;
}

/// <summary>By code that yields records.</summary>
internal abstract class CodeDerivation : Derivation
{
    public abstract IAsyncEnumerable<RecordBatch> RunAsync(IServiceProvider scope, TransformationRun run, int batchRows, CancellationToken cancellationToken);
}

internal sealed class CodeDerivation<T>(Func<IServiceProvider, Transformation<T>> create) : CodeDerivation
    where T : IDataSchema<T>
{
    public override async IAsyncEnumerable<RecordBatch> RunAsync(IServiceProvider scope, TransformationRun run, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Transformation<T> transformation = create(scope);
        try
        {
            await foreach (RecordBatch batch in EncodeStage.RunAsync(transformation.RunAsync(run, cancellationToken), T.CreateEncoder(EncoderOptions.Default), batchRows, cancellationToken).ConfigureAwait(false))
                yield return batch;
        }
        finally
        {
            if (transformation is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (transformation is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
