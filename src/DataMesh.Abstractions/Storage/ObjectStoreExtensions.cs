namespace DataMesh.Adapters.Authoring;

/// <summary>Whole small objects in one call.</summary>
public static class ObjectStoreExtensions
{
    /// <summary>Reads a whole object.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The object.</param>
    /// <param name="maximumBytes">The budget: a longer object is refused before it is read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The bytes; null when the object does not exist.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.LimitExceeded"/>: the object is longer than the budget.</exception>
    public static async Task<byte[]?> TryReadAllAsync(this ObjectStore store, ObjectPath path, int maximumBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        while (await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is { } info)
        {
            if (info.Length > maximumBytes)
                throw new DataMeshException(DataMeshErrorKind.LimitExceeded, $"Cannot read '{path}': it has {info.Length} bytes, at most {maximumBytes} are expected of such a file. It is damaged or not what its name says.");
            // One byte of room shows whether somebody put a longer object in its place meanwhile.
            byte[] content = new byte[info.Length + 1];
            try
            {
                int read = await store.ReadAsync(path, 0, content, cancellationToken).ConfigureAwait(false);
                if (read < content.Length)
                    return content[..read];
            }
            catch (DataMeshException exception) when (exception.Kind == DataMeshErrorKind.NotFound)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>Writes a whole object, all or nothing.</summary>
    /// <exception cref="DataMeshException">The condition does not hold or the store failed.</exception>
    public static async Task<ObjectInfo> WriteAllAsync(this ObjectStore store, ObjectPath path, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ObjectUpload upload = await store.BeginUploadAsync(path, condition, cancellationToken).ConfigureAwait(false);
        await using (upload.ConfigureAwait(false))
        {
            await upload.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            return await upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
