using System.Runtime.CompilerServices;

namespace DataMesh.Adapters.Authoring;

/// <summary>Named byte objects below one root: a folder, a bucket, a container.</summary>
/// <remarks>
/// Thread-safe. Reads see completed uploads only, and see each as a whole. Failures are <see cref="DataMeshException"/> with the kinds
/// <see cref="DataMeshErrorKind.NotFound"/>, <see cref="DataMeshErrorKind.AlreadyExists"/>, <see cref="DataMeshErrorKind.CommitConflict"/>,
/// <see cref="DataMeshErrorKind.StorageFull"/>, <see cref="DataMeshErrorKind.StorageDenied"/> and <see cref="DataMeshErrorKind.StorageUnavailable"/>.
/// </remarks>
public abstract class ObjectStore : MeshAdapter
{
    /// <summary>What the store can do; constant for its lifetime.</summary>
    public abstract StoreCapabilities Capabilities { get; }

    /// <summary>The root as an absolute URI that table metadata records: <c>file:///absolute/path</c>, <c>s3://bucket/prefix</c>. Never ends with a slash.</summary>
    public abstract Uri Root { get; }

    /// <summary>The local file behind an object, for native libraries that open paths themselves; null when there is none (the default unless the root is a file URI).</summary>
    public virtual string? FindLocalFile(ObjectPath path) =>
        Root.IsFile ? System.IO.Path.Combine(Root.LocalPath, path.ToString().Replace('/', System.IO.Path.DirectorySeparatorChar)) : null;

    /// <summary>Describes an object; null when it does not exist.</summary>
    public abstract Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default);

    /// <summary>Reads from an offset until the destination is full or the object ends.</summary>
    /// <returns>The number of bytes read; less than asked for only at the end of the object, 0 at or behind it.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: the object does not exist.</exception>
    public abstract Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>Starts an upload. Nothing is visible until <see cref="ObjectUpload.CompleteAsync"/> returns; disposing before that leaves no trace.</summary>
    /// <exception cref="NotSupportedException">The condition is not among the <see cref="Capabilities"/>.</exception>
    public abstract Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object; deleting one that does not exist succeeds.</summary>
    public abstract Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default);

    /// <summary>Lists the objects below a prefix (whole segments; an object at the prefix itself is not below it), in ordinal order of their paths, streamed.</summary>
    public abstract IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the names of the direct children of a prefix, both objects and groups of objects, each once, in ordinal order.</summary>
    /// <remarks>The default lists every object below the prefix and keeps the names in memory; stores that know their groups do better.</remarks>
    public virtual async IAsyncEnumerable<string> ListChildrenAsync(ObjectPath prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int skip = prefix.IsRoot ? 0 : prefix.ToString().Length + 1;
        SortedSet<string> children = new(StringComparer.Ordinal);
        await foreach (ObjectInfo item in ListAsync(prefix, null, cancellationToken).ConfigureAwait(false))
        {
            string rest = item.Path.ToString()[skip..];
            children.Add(rest.IndexOf('/', StringComparison.Ordinal) is var at && at < 0 ? rest : rest[..at]);
        }
        foreach (string child in children)
            yield return child;
    }

    /// <summary>Reads several ranges of one object; each destination is filled completely.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: a range lies behind the end of the object.</exception>
    public virtual async Task ReadRangesAsync(ObjectPath path, IReadOnlyList<RangeRead> ranges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        foreach (RangeRead range in ranges)
        {
            int read = await ReadAsync(path, range.Offset, range.Destination, cancellationToken).ConfigureAwait(false);
            if (read != range.Destination.Length)
                throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read {range.Destination.Length} bytes at {range.Offset} of '{path}': the object ends after {range.Offset + read} bytes. Restore the object or read an earlier snapshot.");
        }
    }

    /// <summary>Makes a URL that lets its holder read the object for a while.</summary>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="StoreCapabilities.Presign"/>.</exception>
    public virtual Task<Uri> PresignAsync(ObjectPath path, TimeSpan validity, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"The store '{Root.Scheme}' cannot presign URLs.");
}
