using System.Globalization;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Keeps objects in the memory of the process, for tests and experiments. Nothing survives it.</summary>
/// <remarks>Thread-safe. Contents are immutable arrays: a reader holds the version it began with while another is written.</remarks>
public sealed class InMemoryObjectStore : ObjectStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private long _version;

    /// <summary>Creates an empty store.</summary>
    /// <param name="time">The clock for <see cref="ObjectInfo.LastModified"/>; null: the system's.</param>
    public InMemoryObjectStore(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Root = new Uri($"memory://{Guid.NewGuid():N}");
    }

    /// <inheritdoc/>
    public override StoreCapabilities Capabilities { get; } = new() { ConditionalCreate = true, ConditionalReplace = true, MaxObjectBytes = Array.MaxLength };

    /// <summary>The root, <c>memory://</c> and an id that no other store has.</summary>
    public override Uri Root { get; }

    /// <inheritdoc/>
    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Get(path)?.Info);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Copy(Require(path).Content.Span, offset, destination.Span));
    }

    /// <inheritdoc/>
    public override Task ReadRangesAsync(ObjectPath path, IReadOnlyList<RangeRead> ranges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlySpan<byte> content = Require(path).Content.Span;
        foreach (RangeRead range in ranges)
            if (Copy(content, range.Offset, range.Destination.Span) != range.Destination.Length)
                throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read {range.Destination.Length} bytes at {range.Offset} of '{path}': the object has {content.Length} bytes. Write it again.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        if (path.IsRoot)
            throw new ArgumentException("The root cannot be an object.", nameof(path));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<ObjectUpload>(new InMemoryUpload(content => Put(path, condition, content)));
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            _objects.Remove(path.ToString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>Lists the objects there were when the enumeration began.</remarks>
    public override async IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        string folder = prefix.IsRoot ? "" : prefix + "/";
        string startAfter = (options ?? ListOptions.Default).StartAfter.ToString();
        List<ObjectInfo> found;
        lock (_gate)
            found = [.. from item in _objects
                        where item.Key.StartsWith(folder, StringComparison.Ordinal) && string.CompareOrdinal(item.Key, startAfter) > 0
                        select item.Value.Info];
        foreach (ObjectInfo info in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return info;
        }
    }

    private static int Copy(ReadOnlySpan<byte> content, long offset, Span<byte> destination)
    {
        if (offset >= content.Length)
            return 0;
        ReadOnlySpan<byte> rest = content[(int)offset..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }

    private StoredObject? Get(ObjectPath path)
    {
        lock (_gate)
            return _objects.GetValueOrDefault(path.ToString());
    }

    private StoredObject Require(ObjectPath path) => Get(path)
        ?? throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot read '{path}' in memory: no such object exists. Check the path, or list the store.") { Adapter = "in-memory", Operation = "read" };

    private ObjectInfo Put(ObjectPath path, WriteCondition condition, ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            StoredObject? present = _objects.GetValueOrDefault(path.ToString());
            if (condition.MustBeAbsent && present is not null)
                throw new DataMeshException(DataMeshErrorKind.AlreadyExists, $"Cannot write '{path}' in memory: an object lies there already and the write was to create it. Read what is there and decide again.") { Adapter = "in-memory", Operation = "write" };
            if (condition.MatchingETag is { } expected && present?.Info.ETag != expected)
                throw new DataMeshException(DataMeshErrorKind.CommitConflict, $"Cannot replace '{path}' in memory: somebody else has written or deleted it in between. Read what is there and decide again.") { Adapter = "in-memory", Operation = "write" };
            string etag = (++_version).ToString(CultureInfo.InvariantCulture);
            ObjectInfo info = new() { Path = path, Length = content.Length, ETag = etag, LastModified = _time.GetUtcNow() };
            _objects[path.ToString()] = new StoredObject(info, content);
            return info;
        }
    }

    private sealed record StoredObject(ObjectInfo Info, ReadOnlyMemory<byte> Content);
}
