using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>Objects in memory, or in a folder when one is given so that native readers see a local file. For tests of file formats only.</summary>
internal sealed class TestObjectStore(string? folder = null) : ObjectStore
{
    private readonly ConcurrentDictionary<ObjectPath, byte[]> _objects = new();

    public List<(long Offset, int Count)> Reads { get; } = [];

    /// <summary>Runs before every read; may throw.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Runs before every write to an upload; may throw.</summary>
    public Action? OnWrite { get; set; }

    public override StoreCapabilities Capabilities { get; } = new() { ConditionalCreate = true };

    public override Uri Root { get; } = folder is null ? new Uri("memory://test") : new Uri(folder);

    public byte[] this[ObjectPath path]
    {
        get => folder is null ? _objects[path] : File.ReadAllBytes(FindLocalFile(path)!);
        set
        {
            if (folder is null)
                _objects[path] = value;
            else
                File.WriteAllBytes(FindLocalFile(path)!, value);
        }
    }

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) =>
        Task.FromResult(Exists(path) ? new ObjectInfo { Path = path, Length = this[path].Length } : null);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        OnRead?.Invoke();
        if (!Exists(path))
            throw new DataMeshException(DataMeshErrorKind.NotFound, $"The object '{path}' does not exist.");
        lock (Reads)
            Reads.Add((offset, destination.Length));
        ReadOnlySpan<byte> content = this[path];
        ReadOnlySpan<byte> rest = content[(int)Math.Min(offset, content.Length)..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination.Span);
        return Task.FromResult(count);
    }

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        Task.FromResult<ObjectUpload>(new Upload(this, path, condition));

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (ObjectPath path in folder is null ? _objects.Keys : Directory.GetFiles(folder).Select(file => ObjectPath.Parse(Path.GetFileName(file))))
            yield return new ObjectInfo { Path = path, Length = this[path].Length };
    }

    private bool Exists(ObjectPath path) => folder is null ? _objects.ContainsKey(path) : File.Exists(FindLocalFile(path));

    private sealed class Upload(TestObjectStore store, ObjectPath path, WriteCondition condition) : ObjectUpload
    {
        private readonly MemoryStream _content = new();

        public override long Position { get => _content.Position; set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override void Write(byte[] buffer, int offset, int count)
        {
            store.OnWrite?.Invoke();
            _content.Write(buffer, offset, count);
        }

        public override Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default)
        {
            if (condition.MustBeAbsent && store.Exists(path))
                throw new DataMeshException(DataMeshErrorKind.AlreadyExists, $"The object '{path}' exists.");
            store[path] = _content.ToArray();
            return Task.FromResult(new ObjectInfo { Path = path, Length = _content.Length });
        }
    }
}
