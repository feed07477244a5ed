using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The store of the sample table, which the assembly brings along as resources; read-only. Thread-safe.</summary>
internal sealed class SampleStore : ObjectStore
{
    /// <summary>The table, as a port of a mesh with this root wrote it: one row, and a column of every type that is not nested.</summary>
    public static TableLocation Table { get; } = new() { Store = new SampleStore(), Path = ObjectPath.Parse("datamesh/rehearsal/ports/sample/v1-488bd3a3") };

    public override StoreCapabilities Capabilities { get; } = new();

    public override Uri Root { get; } = new("memory://sample");

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        using Stream? file = Open(path);
        return Task.FromResult(file is null ? null : new ObjectInfo { Path = path, Length = file.Length });
    }

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        using Stream file = Open(path) ?? throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot read '{path}': the sample table has no such file.");
        file.Position = offset;
        return Task.FromResult(file.ReadAtLeast(destination.Span, destination.Length, throwOnEndOfStream: false));
    }

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => throw ReadOnly();

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => throw ReadOnly();

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => throw ReadOnly();

    private static Stream? Open(ObjectPath path) => typeof(SampleStore).Assembly.GetManifestResourceStream(path.ToString());

    private static NotSupportedException ReadOnly() => new("The sample table can be read by its file names only.");
}
