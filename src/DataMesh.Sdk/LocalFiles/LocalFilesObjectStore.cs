using DataMesh.Adapters.Authoring;
using Microsoft.Win32.SafeHandles;

namespace DataMesh.Adapters;

/// <summary>Keeps objects as files below a local folder. Several processes may share the folder.</summary>
/// <remarks>
/// <para>Thread-safe. An upload grows in the hidden folder <c>.tmp</c> of the root; completing it flushes the file to the disk, links it to its name
/// (<c>link(2)</c>: of any number of racers exactly one wins) or renames it over the old one, and flushes the folder. The root is created by the first upload.</para>
/// <para>Symbolic links below the root are never followed: reading or writing through one fails with <see cref="DataMeshErrorKind.StorageDenied"/>, and
/// listings leave them out. The root itself may be reached by links; they are resolved once, here. Whoever can write below the root while
/// the store works is trusted not to put links there.</para>
/// <para>A name is either an object or a group of objects, never both. Names that differ only in case are two objects only where the file system tells them
/// apart. When flushing the folder fails after the link was made, <see cref="ObjectUpload.CompleteAsync"/> throws although the object is visible: its message says so.
/// On Windows <c>MoveFileEx</c> takes the place of link and rename; that is not tested.</para>
/// </remarks>
public sealed class LocalFilesObjectStore : ObjectStore
{
    // Documents, footers and manifests. Asynchronous reads of a file are blocking reads of another thread: for a few bytes that mostly are in memory
    // the way there and back costs more than the read, and every method on the way would have to be compiled for waiting, too, when a process starts.
    private const int LongestBlockingRead = 64 << 10;

    private readonly LocalFolder _folder;
    private int _swept;

    /// <summary>Opens a folder. Touches nothing on the disk.</summary>
    /// <param name="rootFolder">The folder; relative to the current directory unless absolute.</param>
    /// <exception cref="ArgumentException">The folder is empty or not a path.</exception>
    public LocalFilesObjectStore(string rootFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rootFolder);
        _folder = new LocalFolder(rootFolder);
        Root = new UriBuilder { Scheme = Uri.UriSchemeFile, Host = "", Path = EscapeForUri(_folder.Root) }.Uri;
    }

    /// <inheritdoc/>
    public override StoreCapabilities Capabilities { get; } = new() { ConditionalCreate = true };

    /// <inheritdoc/>
    public override Uri Root { get; }

    /// <inheritdoc/>
    public override string? FindLocalFile(ObjectPath path)
    {
        _folder.RefuseLinks(path, "open");
        return _folder.Map(path);
    }

    /// <inheritdoc/>
    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _folder.RefuseLinks(path, "find");
        FileInfo file = new(_folder.Map(path));
        try
        {
            return Task.FromResult(IsAbsent(file, path) ? null : new ObjectInfo { Path = path, Length = file.Length, LastModified = file.LastWriteTimeUtc });
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            FileFault fault = FileFaults.FromException(exception);
            return fault is FileFault.Missing or FileFault.NotFolder ? Task.FromResult<ObjectInfo?>(null) : throw LocalFilesErrors.Create(fault, "find", path, exception);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using SafeFileHandle file = Open(path);
            return await ReadAsync(file, offset, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "read", path);
        }
    }

    /// <inheritdoc/>
    public override async Task ReadRangesAsync(ObjectPath path, IReadOnlyList<RangeRead> ranges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using SafeFileHandle file = Open(path);
            foreach (RangeRead range in ranges)
            {
                int read = await ReadAsync(file, range.Offset, range.Destination, cancellationToken).ConfigureAwait(false);
                if (read != range.Destination.Length)
                    throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read {range.Destination.Length} bytes at {range.Offset} of '{path}': the object has {RandomAccess.GetLength(file)} bytes. Restore the object or read an earlier snapshot.");
            }
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "read", path);
        }
    }

    /// <inheritdoc/>
    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        if (condition.MatchingETag is not null)
            throw new NotSupportedException("A local folder cannot replace an object only if it is unchanged (ConditionalReplace). Write numbered objects with WriteCondition.IfAbsent instead.");
        if (path.IsRoot || LocalFolder.IsReserved(path))
            throw new ArgumentException($"'{path}' cannot be an object: it is the root or lies in '{LocalFolder.TemporaryName}', which is reserved.", nameof(path));
        cancellationToken.ThrowIfCancellationRequested();
        _folder.RefuseLinks(path, "write");
        if (Interlocked.Exchange(ref _swept, 1) == 0)
            TemporaryFiles.Sweep(_folder);
        return Task.FromResult<ObjectUpload>(new LocalFileUpload(_folder, path, condition.MustBeAbsent));
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _folder.RefuseLinks(path, "delete");
        string file = _folder.Map(path);
        try
        {
            if (!path.IsRoot && !LocalFolder.IsReserved(path) && !Directory.Exists(file))
                File.Delete(file);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            FileFault fault = FileFaults.FromException(exception);
            if (fault is not (FileFault.Missing or FileFault.NotFolder))
                throw LocalFilesErrors.Create(fault, "delete", path, exception);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>Memory is bounded by the largest single folder. Objects that come and go meanwhile may or may not be listed.</remarks>
    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        new LocalListing(_folder).ListAsync(prefix, (options ?? ListOptions.Default).StartAfter, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Reads one folder; a subfolder counts as a group of objects when an object lies anywhere in it.</remarks>
    public override IAsyncEnumerable<string> ListChildrenAsync(ObjectPath prefix, CancellationToken cancellationToken = default) =>
        new LocalListing(_folder).ListChildrenAsync(prefix, cancellationToken);

    private static bool IsAbsent(FileInfo file, ObjectPath path) =>
        path.IsRoot || LocalFolder.IsReserved(path) || (!file.Exists && (File.GetAttributes(file.FullName) & FileAttributes.Directory) != 0);

    private static async ValueTask<int> ReadAsync(SafeFileHandle file, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = destination.Length <= LongestBlockingRead
                ? RandomAccess.Read(file, destination.Span[total..], offset + total)
                : await RandomAccess.ReadAsync(file, destination[total..], offset + total, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }

    // Percent signs first, then every character that a URI would take for its own.
    private static string EscapeForUri(string folder) =>
        string.Join('/', folder.Replace(Path.DirectorySeparatorChar, '/').Split('/').Select(Uri.EscapeDataString));

    private SafeFileHandle Open(ObjectPath path)
    {
        _folder.RefuseLinks(path, "read");
        string file = _folder.Map(path);
        if (path.IsRoot || LocalFolder.IsReserved(path))
            throw LocalFilesErrors.Create(FileFault.Missing, "read", path);
        try
        {
            return File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception) && (FileFaults.FromException(exception) == FileFault.NotFolder || Directory.Exists(file)))
        {
            throw LocalFilesErrors.Create(FileFault.Missing, "read", path, exception);
        }
    }
}
