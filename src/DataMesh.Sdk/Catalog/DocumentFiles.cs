using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Reads and creates the small documents of a root.</summary>
internal sealed class DocumentFiles(ObjectStore store)
{
    /// <summary>The store.</summary>
    public ObjectStore Store => store;

    /// <summary>Reads a file; null when it does not exist.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is far too long for a document.</exception>
    public Task<StoredFile?> TryReadAsync(ObjectPath path, CancellationToken cancellationToken) => TryReadAsync(path, YamlParser.MaximumBytes, cancellationToken);

    /// <summary>Reads a file of a kind that is shorter than others; null when it does not exist.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is longer.</exception>
    public async Task<StoredFile?> TryReadAsync(ObjectPath path, int maximumBytes, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        if (info.Length > maximumBytes)
            throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read '{path}': it has {info.Length} bytes, at most {maximumBytes} are expected of such a file. Restore the file.");
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
            OwnWrites.Announce();
            return true;
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Creates the first free of numbered files and says how to pin it.</summary>
    /// <remarks>Numbers that a lost race or a crash has used stay used; a file that says the same serves.</remarks>
    /// <param name="folder">The product's folder.</param>
    /// <param name="first">The first number to try.</param>
    /// <param name="name">The path of a number, relative to the folder.</param>
    /// <param name="write">The document of a number.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public async Task<PinnedFile> CreateNumberedAsync(ObjectPath folder, long first, Func<long, string> name, Func<long, YamlMapping> write, CancellationToken cancellationToken)
    {
        for (long number = first; ; number++)
        {
            ObjectPath path = folder / name(number);
            byte[] content = YamlText.Write(path.ToString(), write(number));
            PinnedFile pinned = new(number, name(number), StoredFile.Digest(content));
            if (await TryCreateAsync(path, content, cancellationToken).ConfigureAwait(false)
                || (await TryReadAsync(path, cancellationToken).ConfigureAwait(false))?.Sha256 == pinned.Sha256)
                return pinned;
        }
    }
}
