using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The create-only put of a metadata file, which is the commit, with what follows when the store does not say how it ended.</summary>
internal sealed class MetadataPut(MetadataStore metadata, IcebergOptions options, TimeProvider time, ILogger logger)
{
    private const int Tries = 5;

    /// <summary>Puts a version.</summary>
    /// <param name="folder">The table.</param>
    /// <param name="version">The version; nobody else's content may lie there.</param>
    /// <param name="content">The metadata.</param>
    /// <param name="isOurs">Recognises our own content when it is read back.</param>
    /// <returns>True when our content is there; false when somebody else's is.</returns>
    /// <exception cref="DataMeshException">The store failed. Unless <see cref="IsDefinite"/> says otherwise, the content may be there or appear.</exception>
    /// <remarks>It cannot be cancelled: half a commit would be an unknown outcome. Putting the same content again is harmless.</remarks>
    public async Task<bool> PutAsync(TableFolder folder, int version, ReadOnlyMemory<byte> content, Func<TableMetadata, bool> isOurs)
    {
        // What was on its way when its answer was lost may arrive later than everything that is tried afterwards.
        bool mayArrive = false;
        for (int attempt = 1; ; attempt++)
        {
            Exception? failure = await TryPutAsync(folder, version, content).ConfigureAwait(false);
            if (failure is null)
                return true;
            bool exists = failure is DataMeshException { Kind: DataMeshErrorKind.AlreadyExists or DataMeshErrorKind.CommitConflict };
            if (!exists)
                logger.CommitOutcomeUnknown(failure, folder.Location, version);
            (bool known, LoadedMetadata? found) = await TryReadBackAsync(folder, version).ConfigureAwait(false);
            if (found is not null)
                return isOurs(found.Metadata);
            if (known && !mayArrive && IsDefinite(failure))
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            mayArrive |= !exists && !IsDefinite(failure);
            if (attempt == Tries)
                throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, $"Cannot tell whether version {version} of table '{folder.Location}' was committed: the store failed {Tries} times ({failure.Message}). Publish again with the same commit key: it takes effect once.", failure)
                { Adapter = IcebergErrors.Adapter, Operation = "commit", IsTransient = true };
            await Task.Delay(options.MaxCommitWait / 4 * attempt, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Puts the version after the newest one, which changes no files and so can be made anew at once while other writers are faster.</summary>
    /// <param name="basis">What the change was decided on.</param>
    /// <param name="write">Checks the newest version and makes the metadata that follows it; null when there is nothing to change. Called once for each attempt.</param>
    /// <param name="cancellationToken">Cancels what is not put yet.</param>
    /// <returns>The version that holds the change; null when other writers were faster <see cref="IcebergOptions.CommitAttempts"/> times.</returns>
    public async Task<LoadedMetadata?> PutNextAsync(IcebergTableState basis, Func<LoadedMetadata, ReadOnlyMemory<byte>?> write, CancellationToken cancellationToken)
    {
        LoadedMetadata newest = basis.Loaded;
        for (int attempt = 1; attempt <= options.CommitAttempts; attempt++)
        {
            newest = await metadata.LoadNewerAsync(basis.Folder, newest, cancellationToken).ConfigureAwait(false);
            if (write(newest) is not { } content)
                return newest;
            if (await TryPutNextAsync(basis.Folder, newest, content, attempt, cancellationToken).ConfigureAwait(false) is { } next)
                return next;
        }
        return null;
    }

    /// <summary>Puts the version after the newest one, with its hint; null when another writer was faster.</summary>
    public async Task<LoadedMetadata?> TryPutNextAsync(TableFolder folder, LoadedMetadata newest, ReadOnlyMemory<byte> content, int attempt, CancellationToken cancellationToken)
    {
        LoadedMetadata next = MetadataStore.Parse(folder, newest.Version + 1, content.Span);
        string ours = next.Metadata.Root.GetRawText();
        cancellationToken.ThrowIfCancellationRequested();
        if (!await PutAsync(folder, next.Version, content, found => found.Root.GetRawText() == ours).ConfigureAwait(false))
        {
            logger.CommitLost(folder.Location, next.Version, attempt);
            return null;
        }
        await metadata.WriteHintAsync(folder, next.Version).ConfigureAwait(false);
        return next;
    }

    /// <summary>True for failures after which the content is known not to be there.</summary>
    public static bool IsDefinite(Exception failure) => failure is NotSupportedException or ArgumentException
        or DataMeshException { Kind: DataMeshErrorKind.StorageFull or DataMeshErrorKind.StorageDenied };

    private static async Task<Exception?> TryPutAsync(TableFolder folder, int version, ReadOnlyMemory<byte> content)
    {
        try
        {
            await folder.Store.WriteAllAsync(MetadataStore.PathOf(folder, version), content, WriteCondition.IfAbsent, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task<(bool Known, LoadedMetadata? Found)> TryReadBackAsync(TableFolder folder, int version)
    {
        try
        {
            return (true, await metadata.TryReadAsync(folder, version, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is DataMeshException { Kind: not DataMeshErrorKind.CorruptData } or IOException or OperationCanceledException)
        {
            return (false, null);
        }
    }
}
