using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Reads and creates the small documents of a root.</summary>
internal sealed class DocumentFiles(ObjectStore store)
{
    /// <summary>The store.</summary>
    public ObjectStore Store => store;

    /// <summary>Reads a file; null when it does not exist.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is far too long for a document.</exception>
    public async Task<StoredFile?> TryReadAsync(ObjectPath path, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        if (info.Length > YamlParser.MaximumBytes)
            throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read '{path}': it has {info.Length} bytes, at most {YamlParser.MaximumBytes} are expected of such a file. Restore the file.");
        byte[] content = new byte[info.Length];
        int read;
        try
        {
            read = await store.ReadAsync(path, 0, content, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.NotFound)
        {
            return null;
        }
        ReadOnlyMemory<byte> bytes = content.AsMemory(0, read);
        return new StoredFile { Info = info, Content = bytes, Sha256 = StoredFile.Digest(bytes.Span) };
    }

    /// <summary>Reads a file that a head pins.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is missing or its digest is another one.</exception>
    public async Task<StoredFile> ReadPinnedAsync(ObjectPath path, string sha256, ObjectPath pinnedBy, CancellationToken cancellationToken)
    {
        StoredFile file = await TryReadAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read '{path}': it does not exist although '{pinnedBy}' names it. Restore the file.");
        return file.Sha256 == sha256 ? file : throw new DataMeshException(DataMeshErrorKind.CorruptData,
            $"Cannot trust '{path}': its SHA-256 is {file.Sha256}, '{pinnedBy}' says {sha256}. The file was changed after it was registered: restore it, or publish a new version from code.");
    }

    /// <summary>Creates a file; false when one of that name is there already. Of any number of racers exactly one gets true.</summary>
    /// <remarks>A store without atomic creates looks first: only one process may publish to it.</remarks>
    public async Task<bool> TryCreateAsync(ObjectPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        bool atomic = store.Capabilities.ConditionalCreate;
        if (!atomic && await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null)
            return false;
        try
        {
            await store.WriteAllAsync(path, content, atomic ? WriteCondition.IfAbsent : default, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
        {
            return false;
        }
    }
}
